import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  FREQUENCIES,
  frequencyAt,
  whenGrowing,
} from '../../../server/src/engine/frequency/frequency.ts';
import { anchorsOf } from '../../../server/src/engine/syntax/anchors.ts';
import { treeOf } from '../../../server/src/engine/syntax/declarationTree.ts';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../../server/src/engine/text/lines.ts';
import { damaged, removedPiece } from '../../support/damage.ts';
import { onlyOffset, unmark } from '../../support/marks.ts';
import { sample, seededRandom } from '../../support/random.ts';
import { wantLines, wantsIn } from '../../support/wants.ts';

/** Declarations in which each `new` is told to be how often. */
const DECLARATIONS: Readonly<Record<string, string>> = {
  'a plain function': `
func f() {
	use(new(T)) // want call
	{
		use(new(T)) // want call
	}
	if ready {
		use(new(T)) // want call
	}
}`,
  'what is returned before an error that is returned at the end': `
func f(kind int) (*T, error) {
	switch kind {
	case 1:
		return new(T), nil // want call
	case 2:
		made := new(T) // want call
		return made, nil
	case 3:
		visit(func() *T { return new(T) }) // want call
		return nil, nil
	}
	if kind > 4 {
		return fill(
			new(T), // want call
		), nil
	}
	visit(new(T)) // want error
	return nil, fmt.Errorf("unknown: %d", kind)
}`,
  'what is returned before a panic': `
func f(kind int) *T {
	if kind > 0 {
		if kind == 1 {
			return new(T) // want call
		}
		panic("unknown")
	}
	return new(T) // want call
}`,
  'a method': `
func (s *S) f() *T {
	return new(T) // want call
}`,
  loops: `
func f() {
	for {
		use(new(T)) // want iteration
	}
	for ready {
		use(new(T)) // want iteration
	}
	for i := 0; i < 3; i++ {
		use(new(T)) // want iteration
	}
	for range list {
		for range list {
			use(new(T)) // want iteration
		}
	}
}`,
  'the head of a loop': `
func f() {
	for i := use(new(T)); i < 3; i++ { // want call
	}
	for i := 0; i < use(new(T)); i++ { // want iteration
	}
	for i := 0; i < 3; i += use(new(T)) { // want iteration
	}
	for use(new(T)) { // want iteration
	}
	for range use(new(T)) { // want call
	}
}`,
  'loops that are left': `
func f() *T {
	for {
		if found {
			return new(T) // want call
		}
		if other {
			use(new(T)) // want call
			break
		}
		if none {
			use(new(T)) // want iteration
			continue
		}
		switch {
		case ready:
			use(new(T)) // want iteration
			break
		}
	}
}`,
  'a loop that is left by its label': `
func f() {
outer:
	for {
		for {
			if found {
				use(new(T)) // want iteration
				continue outer
			}
			use(new(T)) // want call
			break outer
		}
	}
}`,
  'function literals': `
func f() {
	g := func() *T {
		return new(T) // want call
	}
	for range list {
		visit(func() {
			use(new(T)) // want call
		})
		func() {
			use(new(T)) // want iteration
		}()
		go func() {
			use(new(T)) // want iteration
		}()
	}
	defer func() {
		use(new(T)) // want call
	}()
}`,
  'init, whose loops end': `
func init() {
	use(new(T)) // want once
	for range list {
		use(new(T)) // want once
	}
	register(func() {
		use(new(T)) // want call
	})
}`,
  'main, whose loops may be the program': `
func main() {
	use(new(T)) // want once
	for range list {
		use(new(T)) // want iteration
		if err := run(); err != nil {
			use(new(T)) // want error
		}
	}
	if err := run(); err != nil {
		log.Fatal(new(T)) // want once
	}
}`,
  'a method that is called main': `
func (s *S) main() {
	use(new(T)) // want call
}`,
  'a main with parameters, which is none': `
func main(args []string) {
	use(new(T)) // want call
}`,
  'package level': `
var (
	first = new(T) // want once
	made = func() *T {
		return new(T) // want once
	}()
	makes = func() *T {
		return new(T) // want call
	}
)`,
  'a variable in a function': `
func f() {
	var first = new(T) // want call
	for range list {
		var other = new(T) // want iteration
	}
}`,
  'sync.Once and its kin': `
func f() {
	once.Do(func() {
		use(new(T)) // want once
		for range list {
			use(new(T)) // want once
		}
	})
	s.once.Do(func() { use(new(T)) }) // want once
	get = sync.OnceValue(func() *T {
		return new(T) // want once
	})
	client.Do(func(r *R) { use(new(T)) }) // want call
}`,
  'checks of a capacity': `
func f(b []byte, n int) {
	if cap(b) < n {
		use(new(T)) // want growth
	} else {
		use(new(T)) // want call
	}
	if n <= cap(b) {
		use(new(T)) // want call
	}
	if len(b)+n > cap(b) {
		use(new(T)) // want growth
	}
	if len(b) == cap(b) {
		use(new(T)) // want growth
	}
	for range list {
		if cap(b)-len(b) < n {
			use(new(T)) // want growth
		}
	}
}`,
  'a guard by a capacity': `
func f(b []byte, n int) []byte {
	if cap(b) >= n {
		return b
	}
	use(new(T)) // want growth
	return nil
}`,
  'a guard by whether there is anything': `
func f(all []*T) []*T {
	if len(all) > 0 {
		return all
	}
	all = append(all, new(T)) // want call
	return all
}`,
  'errors and questions that begin alike': `
func f() {
	use(NoSuchAttrError(new(T))) // want error
	use(NotFoundError(new(T))) // want error
	use(asyncErr(new(T))) // want error
	use(NoError(new(T))) // want call
	use(isErr(new(T))) // want call
	use(AsError(new(T))) // want call
	use(checkErr(new(T))) // want call
}`,
  'warnings and texts of errors': `
func f() {
	logger.Warnf("%v", new(T)) // want error
	Warnf(new(T)) // want call
	use(errorMsg(new(T))) // want error
	use(formatErrorMessage(new(T))) // want error
	use(errorCount(new(T))) // want call
	logger.Log(LogLevelError, new(T)) // want error
	logger.Log(zapcore.WarnLevel, new(T)) // want error
	logger.Log(LogLevelInfo, new(T)) // want call
	p.log.AddErrorWithNotes(new(T)) // want error
	p.log.AddErrorHandler(new(T)) // want call
	p.log.AddID(MsgID, logger.Warning, new(T)) // want error
	p.log.AddID(MsgID, logger.Info, new(T)) // want call
}`,
  'what fails with an error': `
func (c *C) failBuffered(err error) {
	use(new(T)) // want error
}`,
  'what tells of an error': `
func (p *P) errUnexpected(what string) {
	use(new(T)) // want error
}`,
  'what fails for itself': `
func (c *C) failBuffered(n int) {
	use(new(T)) // want call
}`,
  'what is failover': `
func failover(err error) {
	use(new(T)) // want call
}`,
  errors: `
func f() error {
	if err := g(); err != nil {
		use(new(T)) // want error
	}
	err := g()
	if err == nil {
		use(new(T)) // want call
	}
	for range list {
		if err != nil && ready {
			use(new(T)) // want error
		}
		if ready || err != nil {
			use(new(T)) // want error
		}
		if errors.Is(err, ErrNone) {
			use(new(T)) // want error
		}
	}
	if ready {
		return fmt.Errorf("no %v", new(T)) // want error
	}
	switch {
	case err != nil:
		use(new(T)) // want error
	default:
		use(new(T)) // want call
	}
	if err != nil {
		return err
	}
	use(new(T)) // want call
	return nil
}`,
  'what is no error': `
func f() {
	if x != nil {
		use(new(T)) // want call
	}
	if stderr != nil {
		use(new(T)) // want call
	}
	if err == io.EOF {
		use(new(T)) // want call
	}
}`,
  'what is left after errors': `
func f() error {
	err := g()
	if err == nil {
		return nil
	}
	use(new(T)) // want error
	return err
}`,
  'the text of an error': `
func (e *E) Error() string {
	return text(new(T)) // want error
}`,
  'what else an error says of itself': `
func (e *ParseError) Description() string {
	return text(new(T)) // want error
}`,
  'what a method of an error does for somebody': `
func (e *ParseError) In(file string) string {
	return text(new(T)) // want call
}`,
  'what is told of an error': `
func wrapOAuthError(e error, name string) error {
	if e == nil {
		return nil
	}
	return wrapped(new(T)) // want error
}`,
  'what is told of no error': `
func wrapOAuthError(name string) error {
	return wrapped(new(T)) // want call
}`,
  'what is told of an error, and has more to do': `
func read(err error) error {
	return wrapped(new(T)) // want call
}`,
  'handlers of errors': `
func f() {
	proxy.ErrorHandler = func(w Writer, err error) {
		use(new(T)) // want error
	}
	proxy.ErrorHandler = func(w Writer) {
		use(new(T)) // want call
	}
	proxy.Handler = func(w Writer, err error) {
		use(new(T)) // want call
	}
	listen(Options{OnError: func(err error) {
		use(new(T)) // want error
	}})
}`,
  'what is made for an error of some kind': `
func f() T {
	use(newErrorHandler(new(T))) // want call
	use(NewErrorGroup(new(T))) // want call
	return newErrorResult(kind, new(T)) // want error
}`,
  panics: `
func f() {
	if bad {
		use(new(T)) // want panic
		panic("bad")
	}
	for range list {
		if bad {
			panic(new(T)) // want panic
		}
	}
	if bad {
		log.Fatalf("%v", new(T)) // want panic
	}
	defer func() {
		if r := recover(); r != nil {
			use(new(T)) // want panic
		}
	}()
	use(new(T)) // want call
}`,
  'errors that are gone through': `
func f() {
	for _, e := range errs {
		use(new(T)) // want error
	}
	for _, e := range s.parseErrors {
		use(new(T)) // want error
	}
	for _, e := range errorCodes {
		use(new(T)) // want iteration
	}
	for _, e := range err.parts {
		use(new(T)) // want iteration
	}
}`,
  'an error that is made of another': `
func convertParseError(e *ParseError, n int) *ValidationError {
	if n > 0 {
		use(new(T)) // want error
	}
	return nil
}`,
  'what is given an error and makes something else': `
func countErrors(e *ParseError, n int) *Count {
	use(new(T)) // want call
	return nil
}`,
  'an error that a branch gives to somebody before it leaves': `
func f() {
	for _, part := range parts {
		if len(part) < 4 {
			use(new(T)) // want error
			onInvalid(part, pkg.ErrShort)
			use(new(T)) // want error
			continue
		}
		if len(part) > 9 {
			use(new(T)) // want iteration
			onInvalid(part, ErrLong)
		}
		if part == nil {
			use(new(T)) // want iteration
			if ready {
				continue
			}
			results <- ErrNone
			return
		}
		switch {
		case empty:
			use(new(T)) // want error
			results <- ErrEmpty
			return
		case known:
			use(new(T)) // want call
			onKnown(ErrorLevel)
			return
		}
	}
	use(new(T)) // want call
	onInvalid(nil, ErrEnd)
	return
}`,
  'an error before a panic': `
func f() {
	if err != nil {
		use(new(T)) // want panic
		panic(err)
	}
}`,
  'the end of the program, which is not its work': `
func f() {
	os.Exit(run(new(T))) // want call
}`,
  pools: `
var pool = sync.Pool{
	New: func() any { return new(T) }, // want miss
}`,
  'a pool that has no New': `
func f() {
	x := pool.Get()
	if x == nil {
		x = new(T) // want miss
	}
	for range list {
		if x := pool.Get(); x == nil {
			use(new(T)) // want miss
		}
	}
}`,
  'the New of something else': `
var factory = Factory{
	New: func() any { return new(T) }, // want call
}`,
  caches: `
func (c *C) f(k string) *T {
	if v, ok := c.values[k]; ok {
		return v
	}
	v := new(T) // want miss
	c.values[k] = v
	return v
}`,
  'what is made when it is first needed': `
func (c *C) f() *T {
	if c.value == nil {
		c.value = new(T) // want miss
	}
	if !c.ready {
		c.ready = true
		use(new(T)) // want miss
	}
	return c.value
}`,
};

describe('frequency', () => {
  for (const [name, text] of Object.entries(DECLARATIONS)) {
    it(`in ${name}`, () => {
      const declaration = text.trimStart();
      const tree = treeOf(declaration);
      const lines = new LineIndex(declaration);
      const found = Array.from(declaration.matchAll(/\bnew\(/g), ({ index }) => ({
        line: lines.lineAt(index) + 1,
        words: frequencyAt(tree, index + 'new'.length),
      }));
      assert.deepEqual(wantLines(found), wantLines(wantsIn(declaration)));
    });
  }

  it('of what grows is that of its place, where that is less often', () => {
    assert.deepEqual(FREQUENCIES.map(whenGrowing), [
      'growth',
      'growth',
      'growth',
      'miss',
      'error',
      'panic',
      'once',
    ]);
  });
});

describe('frequency of half-typed code', () => {
  /** The caret stands before what is asked for. */
  const CASES: readonly (readonly [string, string])[] = [
    ['func f() {\n\tuse(‸new(T)', 'call'],
    ['func f() {\n\tfor range list {\n\t\tuse(‸new(T)\n\t}\n}', 'iteration'],
    ['func f() {\n\tfor range list {\n\t\tx := ‸new(T)\n\t\tx.\n\t}\n}', 'iteration'],
    ['func f() {\n\tfor i := 0; i < n; {\n\t\tx := ‸new(T)\n\t}\n}', 'iteration'],
    ['func f() error {\n\tif err != nil {\n\t\tx := ‸new(T)\n\t\treturn\n\t}\n\tx.\n}', 'error'],
    ['func init() {\n\tx := ‸new(T)\n\tx.\n}', 'once'],
    ['func f() {\n\tif\n\tx := ‸new(T)\n}', 'call'],
    ['var x = f(‸new(T), y.)', 'once'],
    ['var x = func() *T {\n\ty := ‸new(T)\n\ty.\n}', 'call'],
    ['var x = f(‸new(T)', 'once'],
    ['‸', 'call'],
    ['func ‸', 'call'],
    ['}}}‸)', 'call'],
  ];
  for (const [marked, wanted] of CASES) {
    it(`is ${wanted} in ${JSON.stringify(marked)}`, () => {
      const piece = unmark(marked, '‸');
      const tree = treeOf(piece.text);
      assert.equal(frequencyAt(tree, onlyOffset(piece, '‸')), wanted);
    });
  }

  it('is one of those that there are, whatever is gone and wherever one asks', () => {
    const random = seededRandom(3_141);
    const isFrequency = new Set<string>(FREQUENCIES);
    for (const { text: whole } of declarationsOfFixtures()) {
      for (let round = 0; round < 12; round++) {
        const text = damaged(whole, random, removedPiece);
        const tree = treeOf(text);
        const anchors = [...anchorsOf(tree).map(({ anchor }) => anchor), -1, 0, text.length];
        for (const anchor of sample(anchors, 25, random)) {
          const frequency = frequencyAt(tree, anchor);
          assert.ok(isFrequency.has(frequency), `${frequency} at ${anchor} of ${text}`);
        }
      }
    }
  });

  it('stays what it was before the statement that is being typed', () => {
    const stubs = ['x.', 'if ', 'f(', 'for i := ', 'return &T{', 'switch x {'];
    let countSame = 0;
    let count = 0;
    for (const { text } of declarationsOfFixtures()) {
      const close = text.lastIndexOf('}');
      if (!text.startsWith('func ') || close < 0) {
        continue;
      }
      const tree = treeOf(text);
      for (const stub of stubs) {
        const broken = treeOf(`${text.slice(0, close)}\t${stub}\n}`);
        for (const { index } of text.matchAll(/(?<=&T){/g)) {
          count++;
          countSame += frequencyAt(tree, index) === frequencyAt(broken, index) ? 1 : 0;
        }
      }
    }
    // What the parser makes of the rest is its own affair, and it does seldom lose what is around.
    assert.ok(count > 300, `${count}`);
    assert.ok(countSame / count > 0.9, `${countSame} of ${count}`);
  });
});

/** Whole declarations to break. */
function declarationsOfFixtures(): { readonly text: string }[] {
  return ['regions/regions.go', 'program/main.go', 'proof/proof.go'].flatMap((file) => {
    const path = fileURLToPath(new URL(`../../fixtures/frequency/${file}`, import.meta.url));
    const slices = sliceFile(readFileSync(path, 'utf8'));
    return slices.declarations.map((declaration) => ({ text: slices.textOf(declaration) }));
  });
}
