# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a person reads in the dashboard, compiled and embedded below :/i18n. English is the language of the sources; its
# file is for plural forms alone.

set(dashboard_translations ${PROJECT_SOURCE_DIR}/translations)
set(dashboard_lupdate_options -no-obsolete -locations none -source-language en ${PROJECT_SOURCE_DIR}/dashboard
    -I${PROJECT_SOURCE_DIR})

qt_add_lrelease(relais_dashboard
    TS_FILES ${dashboard_translations}/dashboard_en.ts ${dashboard_translations}/dashboard_fr.ts
    QM_FILES_OUTPUT_VARIABLE dashboard_qm_files)
qt_add_resources(relais_dashboard relais_dashboard_translations PREFIX /i18n BASE ${CMAKE_CURRENT_BINARY_DIR}
    FILES ${dashboard_qm_files})

add_custom_target(update_dashboard_translations
    COMMAND Qt6::lupdate ${dashboard_lupdate_options} -target-language fr -ts ${dashboard_translations}/dashboard_fr.ts
    COMMAND Qt6::lupdate ${dashboard_lupdate_options} -target-language en -pluralonly
            -ts ${dashboard_translations}/dashboard_en.ts
    COMMENT "Bringing the dashboard's translations up to date with the sources"
    VERBATIM)

foreach(language fr en)
    set(options ${dashboard_lupdate_options})
    if(language STREQUAL "en")
        list(APPEND options -pluralonly)
    endif()
    # Fails while a text of the sources has no finished translation, or a translation has lost its source.
    add_test(NAME translations.dashboard.${language}
        COMMAND ${CMAKE_COMMAND} "-DLUPDATE=$<TARGET_FILE:Qt6::lupdate>" "-DOPTIONS=${options}"
                "-DTRANSLATION=${dashboard_translations}/dashboard_${language}.ts"
                "-DCOPY=${CMAKE_CURRENT_BINARY_DIR}/dashboard_${language}_check.ts"
                -P ${PROJECT_SOURCE_DIR}/cmake/CheckTranslation.cmake)
    set_tests_properties(translations.dashboard.${language} PROPERTIES LABELS unit)
endforeach()
