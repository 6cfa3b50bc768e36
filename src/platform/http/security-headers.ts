import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { FastifyReply } from 'fastify'

/**
 * Headers on every answer (OWASP Secure Headers Project, 2025; CSP level 3): only our own scripts, styles, fonts and pictures, none of them in the page; no frame; forms go to us
 * alone; and nothing of an address is told to another site.
 * @param isHttps people reach us by https, so that browsers are told to come no other way.
 */
export const securityHeaders = (isHttps: boolean): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      scriptSrcAttr: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      ...(isHttps && { upgradeInsecureRequests: [] }),
    },
  },
  strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
  referrerPolicy: { policy: 'same-origin' },
})

/** What no page of ours asks a device for. Passkeys are left to the browser's own rule: this site only. */
export const permissionsPolicy = 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()'

/** Lets other sites show this one page in a frame: nothing on it may be pressed that changes anything. */
export const letBeFramed = (reply: FastifyReply, by: readonly string[]): void => {
  const policy = String(
    reply.getHeader('content-security-policy') ?? reply.raw.getHeader('content-security-policy') ?? '',
  )
  reply.header('content-security-policy', policy.replace(/frame-ancestors [^;]*/, `frame-ancestors ${by.join(' ')}`))
  reply.header('cross-origin-resource-policy', 'cross-origin')
  reply.removeHeader('x-frame-options')
  reply.raw.removeHeader('x-frame-options')
}
