/**
 * What google/pprof leaves out of profiles in formats that cannot say so themselves, by their sample types:
 * addLegacyFrameInfo of profile/legacy_profile.go.
 */
import type { ProfileHeader } from './profileBuilder.ts';

const ALLOCATORS = [
  'calloc|cfree|malloc|free|memalign|do_memalign|(__)?posix_memalign|pvalloc|valloc|realloc',
  'tcmalloc::.*',
  'tc_calloc|tc_cfree|tc_malloc|tc_free|tc_memalign|tc_posix_memalign|tc_pvalloc|tc_valloc|tc_realloc',
  'tc_new|tc_delete|tc_newarray|tc_deletearray|tc_new_nothrow|tc_newarray_nothrow',
  'malloc_zone_malloc|malloc_zone_calloc|malloc_zone_valloc|malloc_zone_realloc|malloc_zone_memalign',
  'malloc_zone_free',
  String.raw`runtime\..*`,
  'BaseArena::.*|(::)?do_malloc_no_errno|(::)?do_malloc_pages|(::)?do_malloc|DoSampledAllocation',
  'MallocedMemBlock::MallocedMemBlock|_M_allocate|__builtin_(vec_)?delete|__builtin_(vec_)?new',
  '__gnu_cxx::new_allocator::allocate|__libc_malloc|__malloc_alloc_template::allocate|allocate|cpp_alloc',
  String.raw`operator new(\[\])?|simple_alloc::allocate`,
].join('|');
const KEPT_OF_ALLOCATORS = String.raw`runtime\.panic|runtime\.reflectcall|runtime\.call[0-9]*`;
const LOCKS = [
  'RecordLockProfileData|(base::)?RecordLockProfileData.*|(base::)?SubmitMutexProfileData.*',
  '(base::)?SubmitSpinLockProfileData.*|(base::Mutex::)?AwaitCommon.*|(base::Mutex::)?Unlock.*',
  '(base::Mutex::)?UnlockSlow.*|(base::Mutex::)?ReaderUnlock.*|(base::MutexLock::)?~MutexLock.*',
  '(Mutex::)?AwaitCommon.*|(Mutex::)?Unlock.*|(Mutex::)?UnlockSlow.*|(Mutex::)?ReaderUnlock.*',
  '(MutexLock::)?~MutexLock.*|(SpinLock::)?Unlock.*|(SpinLock::)?SlowUnlock.*',
  '(SpinLockHolder::)?~SpinLockHolder.*',
].join('|');
const PROFILERS =
  'ProfileData::Add|ProfileData::prof_handler|CpuProfiler::prof_handler|__pthread_sighandler|__restore';

const HEAPS = new Set(['objects space', 'inuse_objects inuse_space', 'alloc_objects alloc_space']);

export function withLegacyFrames(header: ProfileHeader): ProfileHeader {
  const types = header.sampleTypes.map(({ type }) => type).join(' ');
  if (HEAPS.has(types)) {
    return { ...header, dropFrames: ALLOCATORS, keepFrames: KEPT_OF_ALLOCATORS };
  }
  return { ...header, dropFrames: types === 'contentions delay' ? LOCKS : PROFILERS };
}
