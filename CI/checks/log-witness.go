// Command log-witness verifies a C2SP tlog-tiles log with golang.org/x/mod, which shares no code with this project.
//
// Usage: log-witness DIR VKEY
//
// It checks the checkpoint's signature, proves every record against the signed root through authenticated tiles, proves trees of
// several sizes consistent, and then sees that one flipped byte in a tile, a bundle or the checkpoint is refused.
package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Tiles of C2SP logs are 2^8 wide.
const height = 8

// log reads the files of one log; alter may change what is read, to play the part of a bad disk.
type log struct {
	dir   string
	alter func(path string, data []byte) []byte
}

func (l *log) read(path string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(l.dir, filepath.FromSlash(path)))
	if err == nil && l.alter != nil {
		data = l.alter(path, data)
	}
	return data, err
}

// tiles makes a log a tlog.TileReader.
type tiles struct{ *log }

func (t tiles) Height() int { return height }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		data, err := t.read(c2spPath(tile))
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes, expected %d", c2spPath(tile), len(data), tile.W*tlog.HashSize)
		}
		found = append(found, data)
	}
	return found, nil
}

// c2spPath maps Go's tile/8/L/… to tile/L/… and its tile/8/data/… to tile/entries/….
func c2spPath(tile tlog.Tile) string {
	path := "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

// checkpoint opens the signed note and reads origin, size and root.
func (l *log) checkpoint(vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	data, err := l.read("checkpoint")
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("the checkpoint is not one of " + verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("the checkpoint's root is no hash")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

// records reads all entries out of their bundles.
func (l *log) records(size int64) ([][]byte, error) {
	var records [][]byte
	for first := int64(0); first < size; first += 1 << height {
		width := size - first
		if width > 1<<height {
			width = 1 << height
		}
		path := c2spPath(tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)})
		data, err := l.read(path)
		if err != nil {
			return nil, err
		}
		for n := int64(0); n < width; n++ {
			if len(data) < 2 || len(data) < 2+int(data[0])<<8+int(data[1]) {
				return nil, errors.New(path + " ends early")
			}
			end := 2 + int(data[0])<<8 + int(data[1])
			records = append(records, data[2:end])
			data = data[end:]
		}
		if len(data) > 0 {
			return nil, errors.New(path + " has more than its entries")
		}
	}
	return records, nil
}

// verify checks everything there is and counts the proofs.
func (l *log) verify(vkey string) (tree tlog.Tree, inclusions, consistencies int, err error) {
	if tree, err = l.checkpoint(vkey); err != nil {
		return
	}
	hashes := tlog.TileHashReader(tree, tiles{l})
	records, err := l.records(tree.N)
	if err != nil {
		return
	}
	for n, record := range records {
		proof, err := tlog.ProveRecord(tree.N, int64(n), hashes)
		if err == nil {
			err = tlog.CheckRecord(proof, tree.N, tree.Hash, int64(n), tlog.RecordHash(record))
		}
		if err != nil {
			return tree, inclusions, consistencies, fmt.Errorf("record %d: %w", n, err)
		}
		inclusions++
	}
	for _, size := range []int64{1, 2, 3, 255, 256, 257, 299, 300, 511, 512, 513, tree.N - 1, tree.N} {
		if size < 1 || size > tree.N {
			continue
		}
		older, err := tlog.TreeHash(size, hashes)
		if err != nil {
			return tree, inclusions, consistencies, err
		}
		proof, err := tlog.ProveTree(tree.N, size, hashes)
		if err == nil {
			err = tlog.CheckTree(proof, tree.N, tree.Hash, size, older)
		}
		if err != nil {
			return tree, inclusions, consistencies, fmt.Errorf("tree %d to %d: %w", size, tree.N, err)
		}
		consistencies++
	}
	return
}

// flipped reads the log with one bit of one byte in the middle of one file changed.
func flipped(dir, victim string) *log {
	return &log{dir, func(path string, data []byte) []byte {
		if path != victim || len(data) == 0 {
			return data
		}
		data = append([]byte(nil), data...)
		data[len(data)/2] ^= 1
		return data
	}}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, "log-witness: "+message)
	os.Exit(1)
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: log-witness DIR VKEY")
		os.Exit(2)
	}
	dir, vkey := os.Args[1], strings.TrimSpace(os.Args[2])
	tree, inclusions, consistencies, err := (&log{dir: dir}).verify(vkey)
	if err != nil {
		fail(err.Error())
	}
	if tree.N < 1 {
		fail("the log is empty: there is nothing to verify")
	}
	last := (tree.N - 1) >> height
	victims := []string{"checkpoint"}
	for _, level := range []int{-1, 0} {
		victims = append(victims, c2spPath(tlog.Tile{H: height, L: level, N: last, W: int(tree.N - last<<height)}))
		if last > 0 {
			victims = append(victims, c2spPath(tlog.Tile{H: height, L: level, N: 0, W: 1 << height}))
		}
	}
	for _, victim := range victims {
		if _, _, _, err := flipped(dir, victim).verify(vkey); err == nil {
			fail("a flipped byte in " + victim + " was not noticed")
		}
	}
	fmt.Printf("log-witness: size %d: %d inclusion and %d consistency proofs good, %d of %d flipped bytes refused\n",
		tree.N, inclusions, consistencies, len(victims), len(victims))
}
