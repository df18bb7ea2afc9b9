/**
 * SQL: whether a path lies in the subtree of another, itself included, as a range of the index on `areas.path`: a `like` with a
 * pattern made of another row's column cannot use it.
 * @param path the column of the area that may lie below
 * @param root the column of the area above; paths end in `/`, and `0` follows `/`
 */
export function isBelow(path: string, root: string): string {
  return `${path} ~>=~ ${root} and ${path} ~<~ (rtrim(${root}, '/') || '0')`;
}
