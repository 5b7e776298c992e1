"""Verifies a C2SP tlog-tiles log with PyPI's aics-tlog, which shares no code with this project: `log_witness.py DIR VKEY`.

The checkpoint's signature, every tile and bundle against the signed root, a proof of each entry, trees of several sizes; and then that one
flipped byte in each file, and a checkpoint of another key, are refused. Where DIR has `checkpoint.cosigned` and `witnesses` (a verifier key
in each line, of which the first has signed), the cosignature is verified, by quorum and by age, and refused with each of its bytes flipped.
"""
import pathlib, sys

from aics_tlog import (FileSystemTileReader, audit_tiles, consistency_proof_from_tiles, inclusion_proof_from_tiles, leaf_hash,
                       parse_checkpoint, parse_note, parse_vkey, read_entry, tree_root_from_tiles, verify_checkpoint, verify_consistency,
                       verify_inclusion)


class Damaged:
    """The files of a log, one of them with a flipped bit."""

    def __init__(self, log, kind, place):
        self.log, self.kind, self.place = log, kind, place

    def _flipped(self, kind, place, data):
        if data is None or (kind, place) != (self.kind, self.place):
            return data
        return data[:len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1:]

    def read_tile(self, level, index, width):
        return self._flipped("tile", (level, index), self.log.read_tile(level, index, width))

    def read_entry_bundle(self, index, width):
        return self._flipped("bundle", index, self.log.read_entry_bundle(index, width))


def fail(text):
    sys.exit(f"log-witness: aics-tlog: {text}")


def refuses(what):
    try:
        return what() is False
    except (ValueError, OSError):
        return True


folder, key = pathlib.Path(sys.argv[1]), parse_vkey(sys.argv[2])
signed = (folder / "checkpoint").read_bytes()
log, verdict = FileSystemTileReader(folder), verify_checkpoint(parse_note(signed), key, expected_origin=key.name)
if not verdict.ok:
    fail(f"the checkpoint is refused: {verdict.error}")
size, root = verdict.size, verdict.root
audit = audit_tiles(log, size, root)
for index in range(size):
    entry = read_entry(log, index, size)
    if not verify_inclusion(leaf_hash(entry), index, size, inclusion_proof_from_tiles(log, index, size), root):
        fail(f"entry {index} is not in the log")
sizes = sorted({n for n in (1, 2, 3, 255, 256, 257, 511, 512, 513, size - 1, size) if 0 < n <= size})
for older in sizes:
    proof, before = consistency_proof_from_tiles(log, older, size), tree_root_from_tiles(log, older, size)
    if not verify_consistency(older, size, before, root, proof):
        fail(f"the tree of {older} is no beginning of that of {size}")
    if older < size and not refuses(lambda: verify_consistency(older, size, root, root, proof)):
        fail(f"a wrong root for {older} is not seen")

damages = [("bundle", index) for index in range(audit.bundles)]
level = 0
while size >> 8 * level:
    damages += [("tile", (level, index)) for index in range(-(-(size >> 8 * level) // 256))]
    level += 1
for kind, place in damages:
    if not refuses(lambda: audit_tiles(Damaged(log, kind, place), size, root)):
        fail(f"a flipped bit in {kind} {place} is not seen")
for place in range(len(signed)):
    spoilt = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1:]
    if not refuses(lambda: verify_checkpoint(parse_note(spoilt), key, expected_origin=key.name).ok):
        fail(f"a flipped bit in byte {place} of the checkpoint is not seen")
cosigned = ""
if (folder / "witnesses").exists():
    witnesses = [parse_vkey(line) for line in (folder / "witnesses").read_text().splitlines()]
    note = (folder / "checkpoint.cosigned").read_bytes()

    def accepts(data, quorum):
        return verify_checkpoint(parse_note(data), key, witnesses, quorum, expected_origin=key.name, max_age_seconds=3600)

    found = accepts(note, 1)
    if not found.ok or found.witnesses != [witnesses[0].name] or (found.size, found.root) != (size, root):
        fail(f"the cosigned checkpoint is refused: {found.error}")
    if accepts(note, 2).ok or accepts(signed, 1).ok:
        fail("a quorum that is not met is not seen")
    for place in range(len(note)):
        spoilt = note[:place] + bytes([note[place] ^ 1]) + note[place + 1:]
        if not refuses(lambda: accepts(spoilt, 1).ok):
            fail(f"a flipped bit in byte {place} of the cosigned checkpoint is not seen")
    cosigned = f"; a cosignature verified, {len(note)} damaged ones refused"
print(f"log-witness: aics-tlog: {audit.tiles} tiles, {audit.bundles} bundles, {size} inclusion and {len(sizes)} consistency proofs verified; "
      f"{len(damages)} damaged files and {len(signed)} damaged checkpoints refused{cosigned}")
