/** The picture of progress: the upper triangle of the pair matrix, a square for each tile, filled when it is done. */
export function drawMatrix(canvas, tiles) {
  const side = canvas.clientWidth || 72;
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(side * scale)) canvas.width = canvas.height = Math.round(side * scale);
  const paint = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  paint.setTransform(scale, 0, 0, scale, 0, 0);
  paint.clearRect(0, 0, side, side);
  const blocks = tiles?.blocks ?? 8;
  const bytes = tiles ? Uint8Array.from(atob(tiles.done), (c) => c.charCodeAt(0)) : [];
  const size = side / blocks;
  const gap = size > 5 ? 1.5 : 0.5;
  let index = 0;
  for (let row = 0; row < blocks; row++) {
    for (let column = row; column < blocks; column++, index++) {
      const done = (bytes[index >> 3] >> (index & 7)) & 1;
      paint.fillStyle = style.getPropertyValue(done ? "--accent" : "--tile");
      paint.fillRect(column * size, row * size, size - gap, size - gap);
    }
  }
}
