# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a person reads at the command line, compiled and embedded below :/i18n. English is the language of the sources;
# its file is for plural forms alone.

set(relais_translations ${PROJECT_SOURCE_DIR}/translations)
set(relais_lupdate_options -no-obsolete -locations none -source-language en ${PROJECT_SOURCE_DIR}/server
    -I${PROJECT_SOURCE_DIR})

qt_add_lrelease(relais_server
    TS_FILES ${relais_translations}/relais_en.ts ${relais_translations}/relais_fr.ts
    QM_FILES_OUTPUT_VARIABLE relais_qm_files)
qt_add_resources(relais_server relais_translations PREFIX /i18n BASE ${CMAKE_CURRENT_BINARY_DIR} FILES ${relais_qm_files})

add_custom_target(update_translations
    COMMAND Qt6::lupdate ${relais_lupdate_options} -target-language fr -ts ${relais_translations}/relais_fr.ts
    COMMAND Qt6::lupdate ${relais_lupdate_options} -target-language en -pluralonly -ts ${relais_translations}/relais_en.ts
    COMMENT "Bringing translations up to date with the sources"
    VERBATIM)

# Fails while a text of the sources has no finished French, or a French text has lost its source.
add_test(NAME translations
    COMMAND ${CMAKE_COMMAND} "-DLUPDATE=$<TARGET_FILE:Qt6::lupdate>" "-DOPTIONS=${relais_lupdate_options}"
            "-DTRANSLATION=${relais_translations}/relais_fr.ts" "-DCOPY=${CMAKE_CURRENT_BINARY_DIR}/relais_fr_check.ts"
            -P ${PROJECT_SOURCE_DIR}/cmake/CheckTranslation.cmake)
set_tests_properties(translations PROPERTIES LABELS unit)
