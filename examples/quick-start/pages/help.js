import './chrome.js'
import { followAddress } from './open-ticket.js'

followAddress(document.querySelector('#new'))
