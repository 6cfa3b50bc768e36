import { capabilities } from './capabilities.ts'
import type { Frame } from './design/page.ts'
import { layoutWords } from './design/wording.ts'
import { type Language, languages } from './kernel/language.ts'
import { type Actor, isAllowed } from './platform/auth/actor.ts'
import type { VisitedPlace } from './platform/http/route.ts'

/** What stands round every page: the place, who is signed in, where they may go, and one way to reach a person. */
export const frameFor = (
  about: {
    place: VisitedPlace | null
    actor: Actor | null
    url: string
    language: Language
    largerText: boolean
    translated: boolean
  },
  staticPath: string,
): Frame => {
  const { place, actor, translated } = about
  const language = translated ? about.language : 'en'
  const say = layoutWords(language)
  const home = place && `/${place.slug}`
  const path = about.url.split('?')[0] ?? ''
  const items = capabilities.flatMap(capability => capability.navigation ?? []).sort((a, b) => a.order - b.order)
  const finish =
    actor?.kind === 'bearer'
      ? capabilities.map(each => each.finish).find(each => each && isAllowed(actor, each.allow))
      : null
  const phone = place?.settings.phone as { says: string; href: string; hours?: string } | undefined
  const [where = '', query = ''] = about.url.split('?')
  const address = (name: 'lang' | 'text', value: string) => {
    const asked = new URLSearchParams(query)
    asked.set(name, value)
    return `${where}?${asked}`
  }
  return {
    staticPath,
    language: { code: language, ...languages[language] },
    say,
    otherLanguages: Object.entries(languages)
      .filter(([code]) => translated && code !== language)
      .map(([code, { name, direction }]) => ({ code, name, direction, href: address('lang', code) })),
    largerText: about.largerText,
    otherTextSize: about.largerText
      ? { text: say('usualText'), href: address('text', 'usual') }
      : { text: say('largerText'), href: address('text', 'large') },
    largePrint: new URLSearchParams(query).get('print') === 'large',
    place: place && { name: place.name, href: `/${place.slug}` },
    navigation:
      home && actor
        ? items
            .filter(item => isAllowed(actor, item.allow) && !(item.unless && actor.permissions.has(item.unless)))
            .map(item => ({
              text: typeof item.text === 'string' ? { content: item.text } : item.text(language),
              href: home + item.path,
              current: path === home + item.path || path.startsWith(`${home}${item.path}/`),
            }))
        : [],
    signedIn:
      home && actor?.kind === 'person'
        ? {
            name: actor.name,
            ...(actor.organisationName && { organisation: actor.organisationName }),
            accountHref: `${home}/account`,
            signOutHref: `${home}/sign-out`,
          }
        : null,
    ...(home && finish && { finishHref: home + finish.path }),
    ...(home && !finish && actor?.kind !== 'person' && { signInHref: `${home}/sign-in` }),
    phone: phone ?? null,
    footerLinks: home
      ? [
          { text: say('worriedAboutSomebody'), href: `${home}/concern` },
          { text: say('accessibility'), href: `${home}/accessibility` },
          { text: say('privacy'), href: `${home}/privacy` },
          { text: say('openData'), href: `${home}/open-data` },
        ]
      : [],
  }
}
