import { BlockList, isIP } from 'node:net'
import { type Refusal, refuse } from '../../kernel/refusal.ts'

/**
 * Which addresses on the network a feed may be fetched from: only those that the whole world can reach.
 * Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, as of 2025); OWASP Server Side Request Forgery Prevention (2025).
 */

const inside = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8], // "this network": Linux takes it for the machine itself
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // shared by carriers (RFC 6598)
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, and where clouds keep a machine's secrets
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
] as const)
  inside.addSubnet(network, bits, 'ipv4')

// Of IPv6 only 2000::/3 is given out to the world; of that, what carries an IPv4 address inside it or is set aside is left out.
const outsideV6 = new BlockList()
outsideV6.addSubnet('2000::', 3, 'ipv6')
const insideV6 = new BlockList()
for (const [network, bits] of [
  ['2001::', 23], // protocol assignments, Teredo (which carries IPv4) among them
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4 carries IPv4
  ['3fff::', 20],
  ['5f00::', 16],
] as const)
  insideV6.addSubnet(network, bits, 'ipv6')

/** True for an IPv4 or IPv6 address that is reached over the public internet and is nobody's own network. */
export function isOutside(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '')
  // A zone ("fe80::1%eth0") names an interface of this machine.
  if (bare.includes('%')) return false
  const family = isIP(bare)
  if (family === 4) return !inside.check(bare, 'ipv4')
  return family === 6 && outsideV6.check(bare, 'ipv6') && !insideV6.check(bare, 'ipv6')
}

/**
 * Hosts that whoever runs this installation has opened beyond that, each as "host:port", "host:*" or "*:port" (any public host at that port).
 * Comes from the environment only: nothing that a place writes can add to it.
 */
export type OpenedHosts = readonly string[]

const portOf = (address: URL): string => address.port || (address.protocol === 'https:' ? '443' : '80')

/** True where the operator named this very host and port: then it may also lie inside. */
export const isOpened = (address: URL, opened: OpenedHosts): boolean =>
  opened.includes(`${address.hostname}:${portOf(address)}`) || opened.includes(`${address.hostname}:*`)

/** Why an address is not fetched, before anything is asked of the network; null when it may be. */
export function whyNotFetched(address: URL, opened: OpenedHosts): Refusal | null {
  if (address.protocol !== 'http:' && address.protocol !== 'https:')
    return refuse(
      'address',
      `We read feeds by http and https only, not ${address.protocol.replace(':', '')}.`,
      'address',
    )
  if (address.username || address.password)
    return refuse('address', 'Take the name and password out of the address: feeds are open.', 'address')
  if (isOpened(address, opened)) return null
  const port = portOf(address)
  if (port !== '80' && port !== '443' && !opened.includes(`*:${port}`))
    return refuse(
      'port',
      `Port ${port} is not one that feeds are fetched from; use 80 or 443. Whoever runs this installation can open others (FEEDS_ALSO_FROM).`,
      'address',
    )
  // The URL parser has already written 0x7f.1, 2130706433 and the like as plain dotted addresses.
  const host = address.hostname.replace(/^\[|\]$/g, '')
  if (
    isIP(host) ? !isOutside(host) : !host.includes('.') || /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host)
  )
    return notOutside(address.hostname)
  return null
}

export const notOutside = (host: string): Refusal =>
  refuse(
    'inside',
    `“${host}” is an address inside a private network, so it is not fetched. Give the feed’s public address.`,
    'address',
  )
