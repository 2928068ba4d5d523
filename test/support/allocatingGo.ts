/** A Go package of functions each of which allocates in one way, and a test that measures them. */

/** Types, and an expression for a value that has no object in the runtime. */
const VALUES: readonly (readonly [string, string])[] = [
  ['bool', 'true'],
  ['int8', '7'],
  ['uint16', '300'],
  ['int32', '70000'],
  ['int64', '1 << 40'],
  ['float64', '1.5'],
  ['complex128', '1i'],
  ['string', '"text"'],
  ['[]byte', '[]byte{1}'],
  ['*int', 'new(int)'],
  ['any', 'new(int)'],
  ['map[string]int', 'map[string]int{}'],
  ['func()', 'func() {}'],
  ['chan int', 'make(chan int)'],
  ['struct{}', 'struct{}{}'],
  ['[0]int', '[0]int{}'],
  ['[5]byte', '[5]byte{1}'],
  ['[12]byte', '[12]byte{1}'],
  ['[1]string', '[1]string{"x"}'],
  ['[100]int', '[100]int{1}'],
  ['[64]*int', '[64]*int{new(int)}'],
  ['[65]*int', '[65]*int{new(int)}'],
  ['[129]byte', '[129]byte{1}'],
  ['[40000]byte', '[40000]byte{1}'],
  ['struct{ a byte }', 'struct{ a byte }{9}'],
  ['struct{ s string }', 'struct{ s string }{"s"}'],
  ['struct{ p *int }', 'struct{ p *int }{new(int)}'],
  ['struct{ a int; b bool }', 'struct{ a int; b bool }{500, true}'],
  ['struct{ a int32; b int16 }', 'struct{ a int32; b int16 }{1, 2}'],
  ['struct{ s []int; e struct{} }', 'struct{ s []int; e struct{} }{make([]int, 1), struct{}{}}'],
];

interface Construct {
  readonly name: string;
  /** Statements, where `T` is the type, and `value`, `pointer`, `list` … variables of the package. */
  readonly body: string;
  readonly isFor?: (type: string) => boolean;
}

const isComparable = (type: string) => !/^(?:\[\]|map|func)|\[\]int;/.test(type);
const isLiteral = (type: string) => /^(?:\[\d|struct)/.test(type);
const isSmall = (type: string) => !type.includes('40000');
const canHaveMethods = (type: string) => !/^(?:\*|any)/.test(type);

const CONSTRUCTS: readonly Construct[] = [
  { name: 'moved', body: 'x := value; pointer = &x' },
  { name: 'new', body: 'pointer = new(T)' },
  { name: 'literal', body: 'pointer = &T{}', isFor: isLiteral },
  { name: 'boxed', body: 'box = value' },
  { name: 'boxedZero', body: 'box = T{}', isFor: isLiteral },
  { name: 'valueHeld', body: 'x := value; call = func() { value = x }' },
  { name: 'byReference', body: 'x := value; call = func() { value = x; x = other }' },
  { name: 'method', body: 'call = value.M', isFor: canHaveMethods },
  { name: 'made', body: 'list = make([]T, 3)' },
  { name: 'madeWithRoom', body: 'list = make([]T, 0, 7)' },
  { name: 'listed', body: 'list = []T{value, other}' },
  { name: 'variadic', body: 'keep(value, other, value)' },
  { name: 'unbuffered', body: 'channel = make(chan T)', isFor: isSmall },
  { name: 'buffered', body: 'channel = make(chan T, 2)', isFor: isSmall },
  { name: 'emptyMap', body: 'table = make(map[string]T)' },
  { name: 'mapOfOne', body: 'table = map[string]T{"a": value}', isFor: isSmall },
  { name: 'mapByKey', body: 'byKey = map[T]bool{value: true}', isFor: isComparable },
];

/** Functions that are written out: name, text, and for arrays of run time how long they are. */
const SPECIALS: readonly (readonly [string, string, number?])[] = [
  ['constantBox', 'box = 70000'],
  ['constantVariable', 'x := 70000; box = x'],
  ['constantText', 'box = "text"'],
  ['staticStruct', 'box = struct{ a int; s string }{1, "s"}'],
  ['dynamicStruct', 'box = struct{ a int; s string }{number, "s"}'],
  ['zeroStruct', 'box = struct{ a, b int }{}'],
  ['boxedSlice', 'box = []int{number}'],
  ['boxedPointer', 'box = &struct{ a, b, c int }{}'],
  ['boxedFunction', 'box = func() int { return 1 }'],
  ['boxedTwice', 'var x any = number; box = x'],
  ['parameter', 'moveParameter([9]int{number})'],
  ['perIteration', 'for i := 0; ; i++ { address = &i; break }'],
  ['perElement', 'for _, v := range pair[:1] { call = func() { text = v } }'],
  ['iterationReassigned', 'for i := range 1 { call = func() { number = i; i++ } }'],
  ['bytesOfConstant', 'bytes = []byte("a text of twenty-one")'],
  ['bytesOfShortConstant', 'bytes = []byte("short")'],
  ['bytesOfNothing', 'bytes = []byte("")'],
  ['runesOfConstant', 'runes = []rune("жжжж")'],
  ['textOfRune', 'text = string(rune(number))'],
  ['bytesOfText', 'bytes = []byte(long)', 45],
  ['runesOfText', 'runes = []rune(long)', 45],
  ['textOfBytes', 'text = string(longBytes)', 45],
  ['textOfRunes', 'text = string(longRunes)', 48],
  ['concatenated', 'text = long + long[:3]', 48],
  ['concatenatedThree', 'text = long + "-" + long[:3]', 49],
  ['madeOfLength', 'words = make([]string, number-990)', 10],
  ['madeOfKnownVariable', 'n := 6; words = make([]string, n)'],
  ['madeOfNothing', 'words = make([]string, 0)'],
  ['grown', 'words = append(pair[:1:1], "x")', 2],
  ['closureOfNothing', 'call = func() { number = 1000 }'],
  [
    'closureOfThree',
    'a, b, c := long, number, true; call = func() { text, number, flag = a, b, c }',
  ],
  ['closureOfLarge', 'a := large; call = func() { large = a }'],
  [
    'closureInClosure',
    'a := number; call = func() { number = a; inner = func() { number = a } }; call()',
  ],
  ['listOfList', 'lists = [][]int{{number}, {number, number}}'],
  [
    'mapOfEight',
    'table = map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8}',
  ],
  ['mapWithSmallHint', 'table = make(map[string]int, 8)'],
  ['channelOfConstant', 'const n = 5; channel = make(chan [3]*int, n)'],
  ['methodOfPointer', 'call = named.Pointer'],
  ['methodOfInterface', 'call = methods.Pointer'],
  ['defined', 'box = digit(number)'],
  ['sliceOfSlices', 'box = [][]int{nil, nil}'],
];

export interface AllocatingFunction {
  readonly name: string;
  /** Of what is as long as only the program knows. */
  readonly length: number | undefined;
}

export interface AllocatingPackage {
  readonly functions: readonly AllocatingFunction[];
  /** Names and texts. */
  readonly files: ReadonlyMap<string, string>;
}

export function allocatingPackage(): AllocatingPackage {
  const declarations: string[] = [SPECIAL_DECLARATIONS];
  const functions: AllocatingFunction[] = [];
  const define = (name: string, body: string, length?: number) => {
    functions.push({ name, length });
    declarations.push(`func ${name}() {\n\t${body}\n}`);
  };
  for (const [name, body, length] of SPECIALS) {
    define(name, inFunction(body), length);
  }
  for (const [index, [type, value]] of VALUES.entries()) {
    const own = (text: string) =>
      text.replace(
        /\b(?:T|value|other|pointer|list|keep|channel|table|byKey)\b/g,
        (word) => `${word}${index}`,
      );
    const isNamed = canHaveMethods(type);
    declarations.push(
      own(`type T ${isNamed ? '' : '= '}${type}`),
      own(isNamed ? 'func (T) M() {}' : ''),
      own(
        `var (\n\tvalue T = ${value}\n\tother T = ${value}\n\tpointer *T\n\tlist []T\n\tchannel chan T\n\ttable map[string]T\n${isComparable(type) ? '\tbyKey map[T]bool\n' : ''})`,
      ),
      own('//go:noinline\nfunc keep(all ...T) {\n\tlist = all\n}'),
    );
    for (const { name, body, isFor = () => true } of CONSTRUCTS) {
      if (isFor(type)) {
        define(`${name}${index}`, own(body));
      }
    }
  }
  return {
    functions,
    files: new Map([
      ['go.mod', 'module sites\n\ngo 1.22\n'],
      ['sites.go', `package sites\n\n${declarations.join('\n\n')}\n`],
      ['sites_test.go', measuringTest(functions.map(({ name }) => ({ name, run: `${name}()` })))],
    ]),
  };
}

/** A test of a package `sites` that counts what each `run`, a call, allocates: see `countObjects`. */
export function measuringTest(
  functions: readonly { readonly name: string; readonly run: string }[],
): string {
  const table = functions.map(({ name, run }) => `\t{"${name}", func() { ${run} }},`).join('\n');
  return MEASURE.replace('TABLE', table);
}

/** What only the special functions use has a name of its own. */
function inFunction(body: string): string {
  return body.replace(/\b(?:table|channel)\b/g, (word) => `${word}OfSpecials`);
}

const SPECIAL_DECLARATIONS = `var (
	box any
	call, inner func()
	number = 1000
	address *int
	bytes []byte
	runes []rune
	text string
	words []string
	pair = make([]string, 2)
	flag bool
	long = text45()
	longBytes = []byte(text45())
	longRunes = []rune(text45())
	large [17]int
	lists [][]int
	tableOfSpecials map[string]int
	channelOfSpecials chan [3]*int
	named = new(thing)
	methods interface{ Pointer() } = named
)

type thing struct{ a, b int }

func (*thing) Pointer() {}

type digit uint8

func text45() string { return string(make([]byte, 45)) }

//go:noinline
func moveParameter(x [9]int) { box = &x }`;

/** Objects of a run, and bytes: a block of tiny objects is shared by many runs. */
const MEASURE = `package sites

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"testing"
)

var functions = []struct {
	name string
	run  func()
}{
TABLE
}

// TestMeasure writes the objects and bytes of each function to the file $COUNTS.
func TestMeasure(t *testing.T) {
	file, err := os.Create(os.Getenv("COUNTS"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	runtime.GOMAXPROCS(1)
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	const runs = 480
	for _, each := range functions {
		each.run()
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range runs {
			each.run()
		}
		runtime.ReadMemStats(&after)
		fmt.Fprintln(file, each.name,
			float64(after.Mallocs-before.Mallocs)/runs,
			float64(after.TotalAlloc-before.TotalAlloc)/runs)
	}
}
`;
