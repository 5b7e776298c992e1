"""Builds that are weaker than the platform, in ways that its experiments must find: each patch of `weakened/` names, after "Caught by:", the
experiment that has to turn red. The sources are put back as they were, whatever happens."""
import os, pathlib, re, shutil, subprocess, sys, tempfile

root = pathlib.Path(__file__).resolve().parents[2]
# How often, and which calls fail, where the whole experiment would take longer than is needed to be found out.
LESS = {"r2": {"times": 24, "CALLS": {"fdatasync": ["EIO"]}}, "r3": {"times": 10}, "r7": {"times": 0}}


def main():
    if os.geteuid():
        sys.exit("faults: must be root")
    if subprocess.run(["git", "diff", "--quiet", "HEAD", "--", "Sources"], cwd=root).returncode:
        sys.exit("faults: there are changes in Sources that are not committed: commit them first, for patches are applied and taken away")
    subprocess.run([root / "CI/setup", "strace"], check=True)
    folder, failed = pathlib.Path(tempfile.mkdtemp(prefix="assay-weakened-")), 0
    try:
        for patch in sorted((root / "CI/faults/weakened").glob("*.patch")):
            failed += not found_out(patch, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        # What is in .build is the command again.
        build()
    return 1 if failed else 0


def found_out(patch, folder):
    name = re.search(r"^Caught by: (r\d+)$", patch.read_text(), re.M).group(1)
    print(f"faults: {patch.stem}: must be found by {name}", flush=True)
    subprocess.run(["git", "apply", patch], cwd=root, check=True)
    try:
        build()
        shutil.copy2(root / ".build/debug/assay", folder / "assay")
    finally:
        subprocess.run(["git", "apply", "-R", patch], cwd=root, check=True)
    less = LESS[name]
    child = subprocess.run(
        [sys.executable, "-c", RUN, str(root / "CI/faults"), name, repr(less)], cwd=root, text=True, capture_output=True,
        env={**os.environ, "ASSAY_SUBJECT": str(folder / "assay")})
    found = [line for line in child.stdout.splitlines() if line.startswith("found: ") and "too few to show" not in line]
    # An experiment that breaks off, or could not show anything, has found nothing.
    if child.returncode or not found:
        print(f"faults: {patch.stem}: NOT FOUND by {name}\n{child.stdout[-1000:]}{child.stderr[-2000:]}", file=sys.stderr, flush=True)
        return False
    print(f"faults: {patch.stem}: {len(found)} problems, for example: {found[0].removeprefix('found: ')}", flush=True)
    return True


RUN = """
import importlib, pathlib, sys
folder, name, less = sys.argv[1], sys.argv[2], eval(sys.argv[3])
sys.path.insert(0, folder); sys.dont_write_bytecode = True
module = importlib.import_module(next(path.stem for path in pathlib.Path(folder).glob(name + "_*.py")))
module.CALLS = less.get("CALLS", getattr(module, "CALLS", None))
for problem in module.run(lambda text: print(text, flush=True), times=less["times"], seed=1): print("found:", problem, flush=True)
"""


def build():
    flags = ["--explicit-target-dependency-import-check", "error"]
    subprocess.run(["swift", "build", *flags], cwd=root, check=True, stdout=subprocess.DEVNULL)
