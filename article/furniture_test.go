package article

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func furnitureOf(text string) (got []string) {
	for _, s := range ParseBody(&Article{Text: text}).Furniture {
		got = append(got, s.In(text))
	}
	return got
}

func TestGenericFurniture(t *testing.T) {
	own := "The mayor of Quillford said on Monday that the ferry would sail again. Nobody had asked her to."
	for _, line := range []string{
		"Your cart is currently empty!", "Advertisement", "ADVERTISEMENT", "0", "12 comments", "4 min read",
		"Also Read: Quillford ferry to sail again, and other news that nobody asked for on Monday", "READ MORE: What the ferry costs", "Share this article",
		"Čtěte také: Trajekt opět vypluje", "À lire aussi : le bac reprend", "Comments are moderated. Be kind.",
		"Sign up for our daily briefing and get the news in your inbox.", "Copyright © 2024 The Quillford Post. All rights reserved.",
		"The ferry at its berth on Monday. (AP Photo/Tam Orley)", "Follow Tam Orley on Twitter @tamorley",
		"CLICK HERE TO GET THE QUILLFORD APP", "FERRY CAPTAIN SPEAKS OUT ON HARBOUR FEES",
		"This story has not been edited by Quillford staff and is published from a syndicated feed.",
		"The views expressed are the author's and do not necessarily reflect those of the Quillford Post.",
	} {
		text := strings.Join([]string{own, own, own, line, own}, "\n\n")
		assert.Equal(t, []string{line}, furnitureOf(text), line)
	}
	for _, line := range []string{
		own,
		"More ferries will sail next week, she said.",
		"Watch keepers saw the ferry leave at noon.",
		"Read the room, the captain told reporters: the harbour is full.",
		"The company's privacy rules were changed last year, its lawyer said.",
		"Advertisement spending fell by 4 per cent in the quarter.",
		"“Nobody reads the comments,” she said.",
		"1989 was the last year in which the ferry lay idle.",
		"Photographs of the ferry by Reuters showed smoke.",
	} {
		assert.Empty(t, furnitureOf(strings.Join([]string{own, own, own, line, own}, "\n\n")), line)
	}
}

func TestDisclaimerTakesItsParagraph(t *testing.T) {
	text := "The ferry sailed on Monday, the mayor said.\nDisclaimer\nThis page rests on public statements.\nThe end came at noon."
	assert.Equal(t, []string{"Disclaimer", "This page rests on public statements."}, furnitureOf(text))
}

func TestGluedLinks(t *testing.T) {
	text := "Senator Orla Quent Orla Mary QuentFerry bill stalls Five things to know on harbours MORE said the vote would wait. She wants MORE time."
	require.Equal(t, []string{"Orla Mary QuentFerry bill stalls Five things to know on harbours MORE"}, furnitureOf(text))
}

func TestPushedMedia(t *testing.T) {
	text := "The mayor of Quillford spoke on Monday and said that the ferry would sail. Photos: Ferries of the coast Photos: Ferries of the coast The Marlet at its berth in 1962. Hide Caption 1 of 2 Photos: Ferries of the coast The Marlet in dock. Hide Caption 2 of 2 JUST WATCHED Ferry sails again Replay More Videos ... MUST WATCH Ferry sails again 02:31 Nobody had asked her to say so, she added."
	got := strings.Join(furnitureOf(text), "|")
	assert.True(t, strings.HasPrefix(got, "Photos: Ferries"), got)
	assert.True(t, strings.HasSuffix(got, "sails again 02:31"), got)
	assert.NotContains(t, got, "Monday")
	assert.NotContains(t, got, "Nobody")
	assert.Equal(t, []string{"Orla Mary Quent2020 Democrats push for ferries Five things MORE"},
		furnitureOf("Senator Orla Quent Orla Mary Quent2020 Democrats push for ferries Five things MORE said the vote on the harbour would wait."))
}

func TestFurnitureIsLinear(t *testing.T) {
	for _, s := range []string{strings.Repeat(" MORE", 200000), strings.Repeat("aaaaaB", 200000) + " MORE", strings.Repeat("0\n", 100000), strings.Repeat("click ", 100000),
		strings.Repeat("Hide Caption 1 of 2 ", 50000), strings.Repeat("JUST WATCHED ", 80000), strings.Repeat("Photos: ", 100000) + "Hide Caption"} {
		furnitureOf(s)
	}
}
