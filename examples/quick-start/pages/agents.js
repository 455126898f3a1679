import './chrome.js'
import { followAddress } from './open-ticket.js'
import './work.js'

followAddress(document.querySelector('#nothing'))
