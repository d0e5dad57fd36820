package attribution

var prepositions = wordSet(`in on at by to from of with without as after before during since until under over between among about against
	despite into through throughout via per than toward towards upon within amid amidst alongside across along around behind
	beyond inside outside near off for when while where because if although though following regarding concerning including whether
	like unlike citing noting referring speaking given ahead besides`)

// nounJoiners join a noun to another inside one phrase.
var nounJoiners = wordSet(`of for at from with in to on behind`)

var conjunctions = wordSet(`and but or nor so yet that which who whose whom because while although though if unless when where whereas as than then`)

var determiners = wordSet(`the a an this that these those his her its their our my your one another some several many most few both each every
	no any all two three four five six seven eight nine ten dozens hundreds thousands other`)

var auxiliaries = wordSet(`is are was were be been has have had will would can could may might must should did does do`)

var weekdays = wordSet(`monday tuesday wednesday thursday friday saturday sunday january february april june july
	august september october november december today yesterday tonight`)

var timeWords = wordSet(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july
	august september october november december today yesterday tonight 2010 2011 2012 2013 2014 2015 2016 2017 2018 2019 2020 2021 2022
	2023 2024 2025 2026`)
