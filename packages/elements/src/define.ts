// Registers every element under its own name.
import './provider/define.ts'
import './tickets/conversation/define.ts'
import './tickets/ticket/define.ts'
import './tickets/ticket-form/define.ts'
import './tickets/ticket-list/define.ts'
