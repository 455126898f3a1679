import type { Findings } from './findings.ts'
import type { Place } from './place.ts'

/** Impact, priorities, clocks, escalation and closure. */
export function checkPromises(findings: Findings, root: Place): void {
  checkImpact(findings, root.at('impact'))
  const calendars = root.at('calendars').names
  findings.refers(root.at('sla', 'calendar'), 'calendar', calendars)
  for (const [name, target] of root.at('priorities').members) {
    findings.refers(target.at('calendar'), 'calendar', calendars)
    const [response, resolution] = [target.at('firstResponse').number, target.at('resolution').number]
    if (response !== undefined && resolution !== undefined && resolution < response) {
      const message = `“${name}” is to be resolved in ${resolution} minutes, before the first response in ${response}.`
      findings.add(target.at('resolution'), 'contradiction', message, `Give at least ${response}, or null.`)
    }
  }
  const silence = root.at('closure', 'silence')
  findings.refersAll(silence.at('exceptTypes'), 'ticket type', root.at('types').ids)
  const [remind, close] = [silence.at('remindAfterDays').number, silence.at('closeAfterDays').number]
  if (remind !== undefined && close !== undefined && remind >= close) {
    const message = `The reminder after ${remind} days does not come before closing after ${close}.`
    findings.add(silence.at('remindAfterDays'), 'contradiction', message, `Give less than ${close}.`)
  }
}

function checkImpact(findings: Findings, impact: Place): void {
  const axes = { impact: impact.at('impact').ids, urgency: impact.at('urgency').ids }
  findings.unique(impact.at('impact'), 'level')
  findings.unique(impact.at('urgency'), 'level')
  findings.unique(impact.at('questions'), 'question')
  for (const question of impact.at('questions').items) {
    findings.unique(question.at('options'), 'option')
    const axis = question.at('axis').text
    if (axis !== 'impact' && axis !== 'urgency') continue
    for (const option of question.at('options').items)
      findings.refers(option.at('level'), `level of ${axis}`, axes[axis])
  }
  const matrix = impact.at('matrix')
  for (const row of axes.impact) {
    for (const column of axes.urgency) {
      if (matrix.at(row, column).exists) continue
      const message = `Impact “${row}” with urgency “${column}” has no priority.`
      findings.add(matrix.at(row, column), 'missing_cell', message, 'Give “critical”, “high”, “normal” or “low”.')
    }
  }
  for (const [, cells] of matrix.members) {
    findings.refers(cells.named(), 'level of impact', axes.impact)
    for (const [, cell] of cells.members) findings.refers(cell.named(), 'level of urgency', axes.urgency)
  }
}
