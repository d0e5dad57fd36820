N0417nord-
r i BC-NW--Ferry-Sandbank 2ndLd-Writethru   02-14 0123
^BC-NW--Ferry-Sandbank, 2nd Ld-Writethru,123<
^Ferry freed after night on sandbank<
^Eds: Adds quote in 2nd graf.<
^By AINO RASK=
^Nordwall Press=
	   KALDVIK (NW) _ The car ferry Solveig was towed off a sandbank near Kårnø early on Saturday.

	   ``Nobody was hurt,'' said Captain Jens Mork.
^Old charts<
	   The chart dates from 1994.
^END<

	   NW-WF-02-14-26 0815GMT<


