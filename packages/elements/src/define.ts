// Registers every element but those of evidence under its own name; a form that offers evidence loads and registers them.
import './knowledge/article/define.ts'
import './knowledge/search/define.ts'
import './knowledge/suggestions/define.ts'
import './provider/define.ts'
import './tickets/conversation/define.ts'
import './tickets/ticket/define.ts'
import './tickets/ticket-form/define.ts'
import './tickets/ticket-list/define.ts'
