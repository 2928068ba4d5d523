/** Functions of the standard library that neither keep nor change the bytes that they are given, as they document. */
export const READS_BYTES: ReadonlySet<string> = new Set([
  ...['bytes.Equal', 'bytes.Compare', 'bytes.Contains', 'bytes.HasPrefix', 'bytes.HasSuffix'],
  ...['bytes.Index', 'bytes.IndexByte', 'bytes.Count'],
  ...['encoding/json.Unmarshal', 'encoding/json.Valid', 'encoding/xml.Unmarshal'],
  ...['encoding/hex.EncodeToString', 'encoding/base64.Encoding.EncodeToString'],
  ...['crypto/md5.Sum', 'crypto/sha1.Sum', 'crypto/sha256.Sum224', 'crypto/sha256.Sum256'],
  ...['crypto/sha512.Sum384', 'crypto/sha512.Sum512', 'crypto/sha512.Sum512_224'],
  ...['crypto/sha512.Sum512_256', 'crypto/hmac.Equal', 'crypto/subtle.ConstantTimeCompare'],
  ...['hash/crc32.Checksum', 'hash/crc32.ChecksumIEEE'],
  ...['os.WriteFile', 'io/ioutil.WriteFile', 'regexp.Regexp.Match', 'regexp.Regexp.FindIndex'],
]);
