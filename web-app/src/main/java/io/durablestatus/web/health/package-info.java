/** Whether this process lives, and whether it can do its work. Knows the other parts only by "do you answer". */
package io.durablestatus.web.health;
