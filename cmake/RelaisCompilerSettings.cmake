# SPDX-FileCopyrightText: 2026 The Relais authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What every target is compiled with.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)

# Includes are written from the root ("common/protocol/message.h"), so that each names the folder it depends on.
include_directories(${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})

add_compile_definitions(QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_DISABLE_DEPRECATED_BEFORE=0x060400)
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers -Wnon-virtual-dtor -Woverloaded-virtual -fno-omit-frame-pointer)
if(RELAIS_WERROR)
    add_compile_options(-Werror)
endif()

if(RELAIS_SANITIZE)
    add_compile_options(-fsanitize=${RELAIS_SANITIZE} -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=${RELAIS_SANITIZE})
endif()

if(RELAIS_FUZZ)
    # Coverage of the code under test, without which a fuzzer is blind; the fuzz targets themselves link the driver.
    add_compile_options(-fsanitize=fuzzer-no-link)
    add_link_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # What ccache asks for where headers are precompiled (its manual, "Precompiled headers").
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
    else()
        add_compile_options(-fpch-preprocess)
    endif()
endif()

# relais_precompile_headers(target [header …]): what most of its sources include, compiled once; and these. It is for
# compilers alone: each source still includes what it uses, which the tsan preset holds them to by precompiling nothing.
function(relais_precompile_headers target)
    target_precompile_headers(${target} PRIVATE <QByteArray> <QJsonObject> <QObject> <QString> <algorithm> <chrono>
        <functional> <map> <memory> <mutex> <optional> <string> <string_view> <thread> <vector> ${ARGN})
endfunction()
