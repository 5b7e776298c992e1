"""The components of a release in a form for programs: CycloneDX 1.6 in JSON, the same bytes for the same commit."""
import re, subprocess, uuid


def swift_package(name, pin):
    """A Swift package that is inside the command, with what Package.resolved pins."""
    place = re.sub(r"^https://|\.git$", "", pin["location"])
    state = pin["state"]
    version = state.get("version") or state["revision"]
    return {"type": "library", "bom-ref": f"swift:{name}", "name": name, "version": version, "scope": "required",
            "purl": f"pkg:swift/{place}@{version}",
            "externalReferences": [{"type": "vcs", "url": pin["location"], "comment": f"revision {state['revision']}"}],
            "properties": [{"name": "assay:inside", "value": "yes"}]}


def debian_version(package):
    """Version and architecture of what is installed here, where the command was linked against it."""
    told = subprocess.run(["dpkg-query", "-W", "-f=${Version}\t${Architecture}\n", package], capture_output=True, text=True, check=True)
    return told.stdout.splitlines()[0].split("\t")


def debian_package(name, libraries):
    """A package of the system that the loader brings, with the libraries of it; it is not inside."""
    version, architecture = debian_version(name)
    return {"type": "library", "bom-ref": f"debian:{name}", "name": name, "version": version, "scope": "required",
            "purl": f"pkg:deb/debian/{name}@{version.replace('+', '%2B').replace(':', '%3A')}?arch={architecture}",
            "properties": [{"name": "assay:inside", "value": "no"}, *({"name": "assay:library", "value": one} for one in libraries)]}


def bill(version, commit, time, packages, pins, needs, compiler, font):
    """The list: `packages` are the names of Swift packages, `pins` theirs by name in small letters, `needs` the libraries as (name, Debian
    package, whether asked for), `time` the commit's as RFC 3339, `compiler` Swift's version, `font` a package that is read at run time."""
    found = [swift_package(name, pins[name.lower()]) for name in sorted(packages, key=str.lower)]
    for name, place in [("swift", "https://github.com/swiftlang/swift"), ("swift-foundation-icu", "https://github.com/swiftlang/swift-foundation-icu")]:
        found.append({"type": "library", "bom-ref": f"toolchain:{name}", "name": name, "version": compiler, "scope": "required",
                      "externalReferences": [{"type": "vcs", "url": place}], "properties": [{"name": "assay:inside", "value": "yes"}]})
    owners = {font: []}
    for library, package, _ in needs:
        if package is None:
            raise ValueError(f"{library} is of no package, and would be missing in the list of components")
        owners.setdefault(package, []).append(library)
    found += [debian_package(name, libraries) for name, libraries in sorted(owners.items())]
    own = {"type": "application", "bom-ref": "assay", "name": "assay", "version": version,
           "properties": [{"name": "assay:commit", "value": commit}]}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'assay {version} {commit}')}", "version": 1,
        "metadata": {"timestamp": time, "component": own}, "components": found,
        "dependencies": [{"ref": "assay", "dependsOn": [one["bom-ref"] for one in found]}, *({"ref": one["bom-ref"]} for one in found)]}
