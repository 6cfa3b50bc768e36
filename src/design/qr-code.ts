import { encode } from 'uqr'
import { escapeHtml } from './filters.ts'

/** A text, such as an address, as a QR code, drawn as SVG: black on white with the quiet border the standard asks for (ISO/IEC 18004:2015, §6.3.8), whatever the colours of the page. */
export function qrCode(address: string, title: string): string {
  const { size, data } = encode(address, { ecc: 'M', border: 4 })
  const squares = data.flatMap((line, y) => line.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return `<svg class="kil-qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="220" height="220" role="img" aria-label="${escapeHtml(title)}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#ffffff"/><path d="${squares}" fill="#000000"/></svg>`
}
