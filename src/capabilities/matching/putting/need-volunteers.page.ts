/** `/:place/needs/:needId/volunteers`: putting a need to volunteers, and what became of it. For those who decide on the need. */
import { type Static, Type } from 'typebox'
import type { Notice, PageModel } from '../../../design/page.ts'
import type { ErrorItem } from '../../../design/view-models.ts'
import { needKinds } from '../../../kernel/need-kind.ts'
import { isAboutFields, isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { checkInput, perform } from '../../../platform/command.ts'
import type { PlaceTx } from '../../../platform/db/database.ts'
import { errorsOf, notFound, page, type Reply, redirect, type Visit, view } from '../../../platform/http/route.ts'
import { chosen, typedLine } from '../../../platform/http/typed.ts'
import { findPerson, type Person } from '../../people/index.ts'
import { accessNeedToDecide, type HelpRequest, type Need } from '../../requests/index.ts'
import { letRulesAsk, offerToThese, takeBackFromVolunteers } from '../asking/decide-on-task.ts'
import { agreeHourForThem } from '../doing/agree-hour.ts'
import { confirmMatch, recordCallBack } from '../doing/confirm-match.ts'
import { atHour, readHour } from '../doing/hour-form.ts'
import { askableFrom } from '../offer-rules.ts'
import type { Task } from '../task.ts'
import { listTasksOfNeeds } from '../task-store.ts'
import { putAndAsk } from './put-and-ask.ts'
import { type PutFace, putFace } from './put-face.ts'
import { PutInput, putToVolunteers } from './put-to-volunteers.ts'
import { fieldOf, readPut, readTicked } from './read-put.ts'
import { suggestFor } from './suggest.ts'
import { loadTaskStory, type TaskModel, taskModel } from './task-model.ts'
import type { PutValues } from './usual-answers.ts'

const NeedOnly = Type.Object({ needId: Type.String({ format: 'uuid' }) })
type NeedVisit = Visit<Static<typeof NeedOnly>, Record<string, unknown>>

type PutModel = PageModel & { face: 'put'; put: PutFace; past: readonly TaskModel[] }

type TaskPageModel = PageModel & { face: 'task'; task: TaskModel; past: readonly TaskModel[] }

interface Loaded {
  readonly need: Need
  readonly request: HelpRequest
  readonly person: Person | null
  readonly live: Task | null
}

const load = async (tx: PlaceTx, needId: string): Promise<(Loaded & { ended: readonly Task[] }) | Refusal> => {
  const found = await accessNeedToDecide(tx, needId, 'read')
  if (isRefusal(found)) return found
  const tasks = await listTasksOfNeeds(tx, [needId])
  return {
    ...found,
    person: await findPerson(tx, found.request.personId),
    live: tasks.find(({ state }) => state !== 'ended') ?? null,
    ended: tasks.filter(({ state }) => state === 'ended').toReversed(),
  }
}

interface Shown {
  readonly values?: PutValues
  readonly refusal?: Refusal
  readonly notice?: Notice
  /** The form about a live task that was sent and refused. */
  readonly form?: string
}

const show = async (visit: NeedVisit, shown: Shown = {}): Promise<Reply> => {
  const { platform, place, actor, params } = visit
  const model = await platform.db.as(actor, async (tx): Promise<PutModel | TaskPageModel | Refusal> => {
    const loaded = await load(tx, params.needId)
    if (isRefusal(loaded)) return loaded
    const { need, request, person, live } = loaded
    const base = `/${place.slug}/needs/${params.needId}`
    const errors: ErrorItem[] = shown.refusal
      ? errorsOf(shown.refusal).map(({ field, message }) => atHour({ field: fieldOf(field) || 'form', message }))
      : []
    const past = []
    for (const task of loaded.ended) past.push(taskModel(await loadTaskStory(tx, task), null, base, tx.now))
    const head = {
      caption: `${needKinds[need.kind].label} for ${person?.name ?? 'somebody'}, ${request.reference}`,
      kind: 'staff' as const,
      backHref: base,
      errors,
      ...(shown.notice && { notice: shown.notice }),
    }
    if (live) {
      const suggestions = live.state === 'open' ? await suggestFor(tx, live) : null
      const typed = shown.form === 'hour' ? { body: visit.body, errors } : null
      const task = taskModel(await loadTaskStory(tx, live), suggestions, base, tx.now, typed)
      return { face: 'task', page: { ...head, title: 'Volunteers asked', state: task.tag }, task, past }
    }
    if (need.askedOf !== null || need.state !== 'waiting') {
      const [last, ...before] = past
      if (last)
        return { face: 'task', page: { ...head, title: 'Volunteers asked', state: last.tag }, task: last, past: before }
      return refuse('with-an-organisation', 'This need is with an organisation, or closed. Take it back first.')
    }
    return {
      face: 'put',
      page: { ...head, title: 'Put this to volunteers' },
      put: await putFace(tx, loaded, { settings: place.settings, base, values: shown.values ?? null, errors }),
      past,
    }
  })
  if (isRefusal(model)) return notFound(model.message)
  return view('matching/putting/need-volunteers.njk', model, { status: shown.refusal ? 422 : 200 })
}

const doneWords: Readonly<Record<string, string>> = {
  put: 'It is put to volunteers.',
  asked: 'They have been asked.',
  'in-the-morning': 'They are chosen. Nobody is asked at night: they hear of it in the morning.',
  'some-asked': 'Not everybody you chose could be asked just now. Below is who was, and who else could be.',
  'nobody-asked':
    'Nobody was asked: whoever you chose cannot be asked any more. Choose somebody else below, or let the rules ask.',
  confirmed: 'Confirmed. The volunteer and the resident are being told.',
  hour: 'Written down: when they come. The volunteer and the resident are told.',
  'rang-back': 'Written down: you rang.',
  'taken-back': 'You have taken it back. The need is waiting for you to ask somebody else.',
  'who-asks': 'Changed.',
}

const needVolunteersPage = page({
  method: 'GET',
  path: '/:place/needs/:needId/volunteers',
  allow: 'volunteer.ask',
  params: NeedOnly,
  query: Type.Object({ done: Type.Optional(Type.Unknown()) }),
  handle: visit => {
    const { done } = visit.query
    return show(
      visit as unknown as NeedVisit,
      typeof done === 'string' && Object.hasOwn(doneWords, done)
        ? { notice: { tone: done.endsWith('-asked') ? 'attention' : 'done', message: doneWords[done] ?? '' } }
        : {},
    )
  },
})

/** How many of those who were chosen were asked: somebody may turn out at that moment to be nobody who can be. */
const askedWord = (asked: number, chosenIds: readonly string[], now: Date): string => {
  if (asked === 0) return 'nobody-asked'
  if (asked < new Set(chosenIds).size) return 'some-asked'
  return askableFrom(now) > now ? 'in-the-morning' : 'asked'
}

/** Shows a refusal over the page as it is now; words about no field stand at the top. */
const showRefusal = (visit: NeedVisit, refusal: Refusal, shown: Omit<Shown, 'refusal'> = {}): Promise<Reply> =>
  show(visit, { ...shown, refusal: isAboutFields(refusal) ? refusal : { ...refusal, field: 'form' } })

const putRoute = page({
  method: 'POST',
  path: '/:place/needs/:needId/volunteers',
  allow: 'volunteer.ask',
  params: NeedOnly,
  async handle(given) {
    const visit = given as unknown as NeedVisit
    const { platform, place, actor, params, body } = visit
    const step = chosen(body.step, ['rules', 'ticked'] as const)
    const input = readPut(params.needId, body, step === 'ticked' ? 'coordinator' : 'rules')
    if (typedLine(body.consentGivenHow) === 'refused' && input.basis === 'consent')
      return showRefusal(
        visit,
        refuse(
          'no-consent',
          'Without their permission nobody is asked. Tell them about a service instead.',
          'consentGivenHow',
        ),
        { values: body },
      )
    if (!step) {
      const wrong = checkInput(PutInput, input)
      return wrong ? showRefusal(visit, wrong, { values: body }) : show(visit, { values: body })
    }
    const volunteerIds = readTicked(body)
    const answer =
      step === 'ticked'
        ? await perform(platform.db, actor, putAndAsk, { ...input, volunteerIds })
        : await perform(platform.db, actor, putToVolunteers, input)
    if (isRefusal(answer)) return showRefusal(visit, answer, { values: body })
    const done = 'asked' in answer ? askedWord(answer.asked, volunteerIds, platform.clock()) : 'put'
    return redirect(`/${place.slug}/needs/${params.needId}/volunteers?done=${done}`)
  },
})

/** A button of the page: has something done to the live task and comes back. */
const step = <Answer>(
  name: string,
  done: string | ((visit: NeedVisit, answer: Answer) => string),
  act: (visit: NeedVisit, task: Task) => Promise<Answer | Refusal>,
) =>
  page({
    method: 'POST',
    path: `/:place/needs/:needId/volunteers/${name}` as `/:place${string}`,
    allow: 'volunteer.ask',
    params: NeedOnly,
    async handle(given) {
      const visit = given as unknown as NeedVisit
      const { platform, place, actor, params } = visit
      const tasks = await platform.db.as(actor, tx => listTasksOfNeeds(tx, [params.needId]))
      const wanted = typedLine(visit.body.taskId)
      const task = tasks.find(({ taskId }) => taskId === wanted)
      if (!task)
        return show(visit, { refusal: refuse('no-such-task', 'This has moved on. Here is how it stands now.', 'form') })
      const answer = await act(visit, task)
      if (isRefusal(answer)) return showRefusal(visit, answer, { form: name })
      const word = typeof done === 'string' ? done : done(visit, answer as Answer)
      return redirect(`/${place.slug}/needs/${params.needId}/volunteers?done=${word}`)
    },
  })

export const needVolunteersRoutes = [
  needVolunteersPage,
  putRoute,
  step(
    'ask',
    ({ platform, body }, { asked }: { asked: number }) => askedWord(asked, readTicked(body), platform.clock()),
    ({ platform, actor, body }, { taskId }) =>
      perform(platform.db, actor, offerToThese, { taskId, volunteerIds: readTicked(body) }),
  ),
  step('who-asks', 'who-asks', ({ platform, actor, body }, { taskId }) =>
    perform(platform.db, actor, letRulesAsk, {
      taskId,
      offersBy: chosen(body.offersBy, ['rules', 'coordinator'] as const) ?? ('' as never),
    }),
  ),
  step('confirm', 'confirmed', ({ platform, actor, body }) =>
    perform(platform.db, actor, confirmMatch, { matchId: typedLine(body.matchId) }),
  ),
  step('hour', 'hour', ({ platform, actor, body }) =>
    perform(platform.db, actor, agreeHourForThem, { matchId: typedLine(body.matchId), comesAt: readHour(body) }),
  ),
  step('rang-back', 'rang-back', ({ platform, actor, body }) =>
    perform(platform.db, actor, recordCallBack, { matchId: typedLine(body.matchId) }),
  ),
  step('take-back', 'taken-back', ({ platform, actor }, { taskId }) =>
    perform(platform.db, actor, takeBackFromVolunteers, { taskId }),
  ),
]
