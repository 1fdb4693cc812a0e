<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>relais::dashboard::SessionBar</name>
    <message numerus="yes">
        <source>Connection lost; next attempt in %n s</source>
        <translation>
            <numerusform>Connection lost; next attempt in %n s</numerusform>
            <numerusform>Connection lost; next attempt in %n s</numerusform>
        </translation>
    </message>
</context>
</TS>
