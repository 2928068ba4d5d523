/** The function that a package gets to map files, with a file for systems that have no memory mapping of this kind. */

export interface NewFile {
  readonly name: string;
  readonly text: string;
}

export const MAPPING_FUNCTION = 'mapFile';

/** Of package syscall (Go 1.26, syscall_bsd.go and syscall_linux.go), in all versions that run modules. */
const SYSTEMS = 'darwin || dragonfly || freebsd || linux || netbsd || openbsd';

export function mappingFiles(packageName: string): readonly NewFile[] {
  return [
    {
      name: 'mapfile_mmap.go',
      text: `//go:build ${SYSTEMS}

package ${packageName}

import (
	"os"
	"syscall"
)

// ${MAPPING_FUNCTION} gives the bytes of a file as the kernel has them: what nobody looks at is not read. Who writes to them, or uses
// them after unmap, faults; so does who reads what somebody has cut off the file meanwhile.
func ${MAPPING_FUNCTION}(name string) (data []byte, unmap func() error, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	size := info.Size()
	// Pipes and files of /proc have no size, and an empty file has nothing to map.
	if size == 0 || size != int64(int(size)) || !info.Mode().IsRegular() {
		data, err = os.ReadFile(name)
		return data, func() error { return nil }, err
	}
	data, err = syscall.Mmap(int(file.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, &os.PathError{Op: "mmap", Path: name, Err: err}
	}
	return data, func() error { return syscall.Munmap(data) }, nil
}
`,
    },
    {
      name: 'mapfile_other.go',
      text: `//go:build !(${SYSTEMS})

package ${packageName}

import "os"

// ${MAPPING_FUNCTION} reads a file where it can't be mapped.
func ${MAPPING_FUNCTION}(name string) (data []byte, unmap func() error, err error) {
	data, err = os.ReadFile(name)
	return data, func() error { return nil }, err
}
`,
    },
  ];
}
