import type { ServiceRole } from '../service/roles.ts'

/** A staff member who could take a ticket. */
export interface AssignmentCandidate {
  readonly id: string
  readonly role: ServiceRole
  /** By the ids of the service definition; null: the whole desk. */
  readonly teams: readonly string[] | null
  readonly skills: readonly string[]
  /** BCP 47 tags that they write in. */
  readonly languages: readonly string[]
  /** Whether their working hours are now. */
  readonly atWork: boolean
  /** Tickets they have that are not closed. */
  readonly openTickets: number
}

/** What a ticket needs of whoever takes it. */
export interface AssignmentNeeds {
  /** The team it is with; null: anybody’s. */
  readonly team: string | null
  /** At least this role. */
  readonly role: ServiceRole | null
  readonly skills: readonly string[]
  /** BCP 47 tag of the language that the requester reads. */
  readonly language: string
}

/** One thing that was looked at, and how it came out. */
export type AssignmentReason =
  | { readonly criterion: 'team' | 'role' | 'language' | 'hours'; readonly fits: boolean }
  | { readonly criterion: 'skills'; readonly fits: boolean; readonly missing: readonly string[] }
  | { readonly criterion: 'load'; readonly openTickets: number }

export interface RankedCandidate {
  readonly id: string
  /** Of the team and the role that the ticket needs; nobody else is given it. */
  readonly suitable: boolean
  /** In the order in which they count. */
  readonly reasons: readonly AssignmentReason[]
}

const rising = ['agent', 'lead', 'manager'] as const

/**
 * Who should take a ticket, best first: of its team and role before all, then with most of the skills it needs, its
 * language, at work, with the fewest open tickets. Pure: equal facts give an equal order.
 */
export function rankCandidates(
  needs: AssignmentNeeds,
  candidates: readonly AssignmentCandidate[],
): readonly RankedCandidate[] {
  return candidates
    .map((candidate) => ({ candidate, fits: fitsOf(needs, candidate) }))
    .sort((a, b) => {
      const [one, other] = [weightsOf(a), weightsOf(b)]
      const different = one.findIndex((weight, index) => weight !== other[index])
      if (different >= 0) return one[different]! - other[different]!
      return a.candidate.id < b.candidate.id ? -1 : 1
    })
    .map(({ candidate, fits }) => ({
      id: candidate.id,
      suitable: fits.team && fits.role,
      reasons: [
        { criterion: 'team', fits: fits.team },
        { criterion: 'role', fits: fits.role },
        { criterion: 'skills', fits: fits.missing.length === 0, missing: fits.missing },
        { criterion: 'language', fits: fits.language },
        { criterion: 'hours', fits: candidate.atWork },
        { criterion: 'load', openTickets: candidate.openTickets },
      ],
    }))
}

function fitsOf(needs: AssignmentNeeds, { role, teams, skills, languages }: AssignmentCandidate) {
  const rank = rising.indexOf(role as (typeof rising)[number])
  const least = needs.role === null ? 0 : rising.indexOf(needs.role as (typeof rising)[number])
  return {
    team: needs.team === null || teams === null || teams.includes(needs.team),
    role: rank >= 0 && least >= 0 && rank >= least,
    missing: needs.skills.filter((skill) => !skills.includes(skill)),
    language: languages.some((tag) => languageOf(tag) === languageOf(needs.language)),
  }
}

/** `zh` of `zh-Hans-CN`: who writes one kind of a language is understood in the others. */
const languageOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

/** The less, the better, the first that differs decides. */
function weightsOf({
  candidate,
  fits,
}: {
  candidate: AssignmentCandidate
  fits: ReturnType<typeof fitsOf>
}): readonly number[] {
  return [
    ...[fits.team && fits.role ? 0 : 1, fits.missing.length, fits.language ? 0 : 1],
    ...[candidate.atWork ? 0 : 1, candidate.openTickets],
  ]
}
