/** point is where a value from 0 to 1 lies on an axis of a radar, the first axis pointing up, the others clockwise. */
export function point(axis: number, axes: number, value: number, centre: number, radius: number): [number, number] {
  const angle = (2 * Math.PI * axis) / axes - Math.PI / 2
  return [centre + radius * value * Math.cos(angle), centre + radius * value * Math.sin(angle)]
}

/** polygon joins the values of all axes, for an SVG polygon. */
export function polygon(values: number[], centre: number, radius: number): string {
  return values.map((v, i) => point(i, values.length, v, centre, radius).map((n) => n.toFixed(1)).join(',')).join(' ')
}
