/**
 * The eleven councils that joined the network first, as Locality announced them (Nick Plumb, "Why local government trailblazers are joining the Keep it Local Network", March 2020), with what
 * else the founding documents say of them. What they do not say is left open: no champion's name was published.
 */
export interface FoundingCouncil {
  readonly name: string
  readonly area: string
  readonly about?: string
}

export const announced = {
  on: '2020-03-03',
  title: 'Why local government trailblazers are joining the Keep it Local Network',
  href: 'https://locality.org.uk/blog/why-local-government-trailblazers-are-joining-the-keep-it-local-network/',
}

export const foundingCouncils: readonly FoundingCouncil[] = [
  {
    name: 'Bradford Metropolitan District Council',
    area: 'West Yorkshire',
    about: 'One of the two pilot areas of the network.',
  },
  { name: 'Bristol City Council', area: 'South West England', about: 'One of the two pilot areas of the network.' },
  { name: 'Calderdale Council', area: 'West Yorkshire' },
  { name: 'Hackney Council', area: 'London' },
  { name: 'Kirklees Council', area: 'West Yorkshire' },
  { name: 'Lewisham Council', area: 'London' },
  { name: 'Newcastle City Council', area: 'North East England' },
  { name: 'Oldham Council', area: 'Greater Manchester' },
  { name: 'Rotherham Council', area: 'South Yorkshire' },
  {
    name: 'South Gloucestershire Council',
    area: 'South West England',
    about:
      '“We know that our voluntary, community and social enterprise sector has skills, expertise, creativity and fleetness of foot to act locally, which is why we already work with them, right up to the strategic level, as partners and equals.” Toby Savage, leader of the council, March 2020',
  },
  { name: 'Wirral Council', area: 'Merseyside' },
]

const told = { toldIn: 'How keeping it local can help the Covid recovery', on: '2020-11-12' }

/** Pilots that the founding documents tell of; who takes part was published as numbers. */
export const foundingPilots = [
  {
    council: 'Bristol City Council',
    title: 'Make it Local',
    says: 'Tests and develops new community-based approaches to social care, to shape the longer-term social care plans for the city. Jointly funded and delivered with Power to Change.',
    businesses: 4,
    equalities: 3,
    learned: null,
    ...told,
  },
  {
    council: 'Bradford Metropolitan District Council',
    title: 'Rethinking the culture of procurement',
    says: 'Works with the council’s head of procurement: a pre-market engagement guide lays out principles for procurement of, and engagement with, local organisations.',
    businesses: 0,
    equalities: 0,
    learned: 'The guide aims to set a direction that frees up council officers.',
    ...told,
  },
] as const
