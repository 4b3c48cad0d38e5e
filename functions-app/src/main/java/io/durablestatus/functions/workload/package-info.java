/**
 * The sample workload: duplicates in a customer list. Pure functions on the submitted rows; it knows neither Functions nor
 * durable tasks nor Redis. To run work of your own, replace this package and its two users, ProcessJob and CompareTile.
 */
package io.durablestatus.functions.workload;
