/** Where a session was started, no more precisely than its owner needs to know it again. */
export interface SessionFrom {
  /** "Firefox on Windows"; empty where the device did not say. */
  readonly device: string
  /** The first half of the network address: "81.2.…"; never where somebody is. */
  readonly network: string
}

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'an iPhone'],
  [/\biPad\b/, 'an iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'a Chromebook'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'a Mac'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

/** What a browser says of itself, in words somebody knows their device by. Versions are left out: they tell devices apart that nobody has to. */
export const deviceOf = (userAgent: unknown): string => {
  const said = typeof userAgent === 'string' ? userAgent.slice(0, 500) : ''
  const named = (known: typeof browsers) => known.find(([pattern]) => pattern.test(said))?.[1]
  const [browser, system] = [named(browsers), named(systems)]
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? '')
}

/** The first half of a network address: enough to see that a session is from elsewhere, too little to find somebody by. */
export const networkOf = (address: string): string => {
  const four = /^(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(address)?.[1]
  if (four) return `${four}.…`
  const six = /^([0-9a-f]{1,4}:[0-9a-f]{1,4}):/i.exec(address)?.[1]
  return six ? `${six}:…` : ''
}

/** Where a visit comes from. */
export const sessionFrom = (visit: {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly remoteAddress: string
}): SessionFrom => ({ device: deviceOf(visit.headers['user-agent']), network: networkOf(visit.remoteAddress) })
