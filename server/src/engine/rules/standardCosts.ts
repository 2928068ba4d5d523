/** What functions of the standard library allocate, whatever they are given. */
import type { CallCost } from './callCost.ts';

/**
 * By their full names: objects and bytes of one call at the least, as `test/fixtures/standardcosts` measures them
 * (Go 1.26). Constructors are with what every use of them makes first.
 */
const COSTS: Readonly<Record<string, readonly [objects: number, bytes: number]>> = {
  'bufio.NewReader': [1, 4096],
  'bufio.NewWriter': [1, 4096],
  'compress/flate.NewReader': [6, 44_000],
  'compress/flate.NewWriter': [13, 800_000],
  'compress/gzip.NewReader': [6, 41_000],
  'compress/gzip.NewWriter': [14, 800_000],
  'compress/zlib.NewWriter': [14, 800_000],
  'container/list.List.PushBack': [1, 48],
  'container/list.List.PushFront': [1, 48],
  'context.WithCancel': [2, 96],
  'context.WithTimeout': [4, 250],
  'context.WithValue': [1, 48],
  'encoding/base64.Encoding.EncodeToString': [1, 24],
  'encoding/json.Decoder.Decode': [5, 800],
  'encoding/json.Marshal': [1, 16],
  'encoding/json.MarshalIndent': [2, 48],
  'encoding/json.Unmarshal': [4, 200],
  'encoding/xml.Decoder.Decode': [20, 900],
  'encoding/xml.Marshal': [9, 4500],
  'encoding/xml.MarshalIndent': [9, 4500],
  'encoding/xml.NewDecoder': [2, 380],
  'encoding/xml.Unmarshal': [25, 1400],
  'fmt.Sprint': [1, 8],
  'fmt.Sprintf': [1, 8],
  'fmt.Sprintln': [1, 8],
  'html/template.Template.Execute': [7, 200],
  'html/template.Template.Parse': [30, 3000],
  'io.ReadAll': [1, 512],
  'net.Dial': [20, 900],
  'net.DialTimeout': [25, 1500],
  'net.Listen': [9, 400],
  'net/http.Client.Do': [30, 2000],
  'net/http.Client.Get': [33, 2500],
  'net/http.Client.Post': [36, 3000],
  'net/http.NewRequest': [3, 500],
  'net/http.NewRequestWithContext': [3, 500],
  'net/http.RoundTripper.RoundTrip': [26, 1800],
  'net/url.Parse': [1, 144],
  'net/url.Values.Encode': [2, 24],
  'os.Create': [3, 128],
  'os.CreateTemp': [3, 128],
  'os.Lstat': [2, 230],
  'os.Open': [3, 128],
  'os.OpenFile': [3, 128],
  'os.ReadDir': [6, 230],
  'os.ReadFile': [4, 600],
  'os.Stat': [2, 230],
  'os.WriteFile': [3, 128],
  'os/exec.Cmd.CombinedOutput': [25, 5000],
  'os/exec.Cmd.Output': [30, 5500],
  'os/exec.Cmd.Run': [25, 5000],
  'os/exec.Cmd.Start': [25, 5000],
  'path.Join': [1, 24],
  'path/filepath.Glob': [10, 400],
  'path/filepath.Join': [1, 24],
  'regexp.Compile': [16, 1400],
  'regexp.Match': [16, 1400],
  'regexp.MatchString': [16, 1400],
  'regexp.MustCompile': [16, 1400],
  'strconv.Quote': [1, 8],
  'strings.Fields': [1, 32],
  'strings.Join': [1, 32],
  'strings.NewReplacer': [5, 2400],
  'strings.Repeat': [1, 32],
  'strings.Split': [1, 32],
  'strings.SplitN': [1, 32],
  'text/template.Template.Execute': [2, 100],
  'text/template.Template.Parse': [20, 2500],
  'time.Time.Format': [1, 32],
};

/** Undefined for a function that nobody has measured, and where it depends. */
export function standardCostOf(callee: string): CallCost | undefined {
  const cost = COSTS[callee];
  return cost && { objects: cost[0], bytes: cost[1] };
}

/** Those whose costs are known. */
export const MEASURED_CALLEES: readonly string[] = Object.keys(COSTS);
