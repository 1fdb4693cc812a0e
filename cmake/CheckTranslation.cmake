# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# cmake -DLUPDATE=… -DOPTIONS=… -DTRANSLATION=….ts -DCOPY=….ts -P CheckTranslation.cmake
#
# Runs lupdate on a copy of a translation: what is then unfinished or without a source makes it fail.

string(REPLACE "-no-obsolete" "" OPTIONS "${OPTIONS}")
configure_file("${TRANSLATION}" "${COPY}" COPYONLY)
execute_process(COMMAND "${LUPDATE}" -silent ${OPTIONS} -ts "${COPY}" COMMAND_ERROR_IS_FATAL ANY)
file(READ "${COPY}" content)
string(REPLACE ";" "," content "${content}") # or they would divide the list below
string(REGEX MATCHALL "<source>[^<]*</source>[^<]*<translation type=\"(unfinished|vanished|obsolete)\"" bad "${content}")
foreach(text IN LISTS bad)
    string(REGEX REPLACE "<source>([^<]*)</source>.*type=\"([a-z]+)\"" "\\2: \\1" text "${text}")
    message("${text}")
endforeach()
if(bad)
    message(FATAL_ERROR "${TRANSLATION} is not up to date: build the target update_translations, then translate")
endif()
if(NOT content MATCHES "<translation>")
    message(FATAL_ERROR "${TRANSLATION} holds no translation at all")
endif()
