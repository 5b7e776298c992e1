"""python3 -m foreign_platform --pki DIR: serves, and prints one line of JSON when it is ready."""

from __future__ import annotations

import argparse
import json
import pathlib
import signal
import sys
import threading

from . import control, keys, profile, words
from .server import Listener, Platform
from .switches import DEFECTS, VARIATIONS, Switches


def main() -> int:
    parser = argparse.ArgumentParser(prog="foreign_platform", description="A platform of another make, Core only.")
    parser.add_argument("--pki", type=pathlib.Path, help="folder of keys and certificates; made when it is empty")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--paths", choices=["own", "plain"], default="own", help="what things are called on the wire")
    parser.add_argument("--dialect", help="the file that the written profile names as its dialect")
    parser.add_argument("--defect", action="append", default=[], metavar="NAME")
    parser.add_argument("--variation", action="append", default=[], metavar="NAME")
    parser.add_argument("--list", action="store_true", help="print the defects and variations and end")
    options = parser.parse_args()
    if options.list:
        print(json.dumps({"defects": DEFECTS, "variations": VARIATIONS}, indent=2))
        return 0
    if options.pki is None:
        parser.error("--pki is needed")
    try:
        switches = Switches(options.defect + options.variation)
    except ValueError as error:
        parser.error(str(error))
    said = words.style(options.paths)
    platform = Platform(keys.Keys(options.pki), switches, said)
    listener, controls = Listener(options.port, platform), control.listener(switches)
    origin = f"https://127.0.0.1:{listener.server_address[1]}"
    platform.origin = platform.access.issuer = origin
    file = options.pki / "foreign.profile.yaml"
    file.write_text(profile.text(options.pki, origin, said, options.dialect), encoding="utf-8")
    threading.Thread(target=controls.serve_forever, daemon=True).start()
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    ready = {"profile": str(file), "control": f"http://127.0.0.1:{controls.server_address[1]}/switches", "base_url": origin}
    print(json.dumps(ready), flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    return 0


if __name__ == "__main__":
    sys.exit(main())
