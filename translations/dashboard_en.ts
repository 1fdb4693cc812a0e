<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>relais::dashboard::ArchivePanel</name>
    <message numerus="yes">
        <source>✓ %Ln client(s)</source>
        <translation>
            <numerusform>✓ %Ln client</numerusform>
            <numerusform>✓ %Ln clients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>relais::dashboard::AuditPage</name>
    <message numerus="yes">
        <source>The newest %Ln record(s)</source>
        <translation>
            <numerusform>The newest record</numerusform>
            <numerusform>The newest %Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s), all that the server remembers</source>
        <translation>
            <numerusform>%Ln record, all that the server remembers</numerusform>
            <numerusform>%Ln records, all that the server remembers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>relais::dashboard::BroadcastPage</name>
    <message numerus="yes">
        <source>%Ln client(s) connected now</source>
        <translation>
            <numerusform>%Ln client connected now</numerusform>
            <numerusform>%Ln clients connected now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln user(s)</source>
        <translation>
            <numerusform>%Ln user</numerusform>
            <numerusform>%Ln users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ Sent to %Ln client(s), as %1</source>
        <translation>
            <numerusform>✓ Sent to %Ln client, as %1</numerusform>
            <numerusform>✓ Sent to %Ln clients, as %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>relais::dashboard::ClientsPage</name>
    <message numerus="yes">
        <source>%1–%2 of %Ln client(s)</source>
        <translation>
            <numerusform>%1–%2 of %Ln client</numerusform>
            <numerusform>%1–%2 of %Ln clients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>rows are held while you point at them or select; %Ln change(s) waiting (F5)</source>
        <translation>
            <numerusform>rows are held while you point at them or select; %Ln change waiting (F5)</numerusform>
            <numerusform>rows are held while you point at them or select; %Ln changes waiting (F5)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask %Ln client(s) to connect anew?</source>
        <translation>
            <numerusform>Ask %Ln client to connect anew?</numerusform>
            <numerusform>Ask %Ln clients to connect anew?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disconnect %Ln client(s)? They will not come back by themselves.</source>
        <translation>
            <numerusform>Disconnect %Ln client? It will not come back by itself.</numerusform>
            <numerusform>Disconnect %Ln clients? They will not come back by themselves.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln client(s) disconnected</source>
        <translation>
            <numerusform>%Ln client disconnected</numerusform>
            <numerusform>%Ln clients disconnected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✗ %Ln not: %1</source>
        <translation>
            <numerusform>✗ %Ln not: %1</numerusform>
            <numerusform>✗ %Ln not: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln to go</source>
        <translation>
            <numerusform>%Ln to go</numerusform>
            <numerusform>%Ln to go</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>relais::dashboard::ForcePanel</name>
    <message numerus="yes">
        <source>Ask all %Ln connected client(s) to fetch everything anew?</source>
        <translation>
            <numerusform>Ask the one connected client to fetch everything anew?</numerusform>
            <numerusform>Ask all %Ln connected clients to fetch everything anew?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ %Ln client(s) asked.</source>
        <translation>
            <numerusform>✓ %Ln client asked.</numerusform>
            <numerusform>✓ %Ln clients asked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Everyone: %Ln client(s) connected now</source>
        <translation>
            <numerusform>Everyone: %Ln client connected now</numerusform>
            <numerusform>Everyone: %Ln clients connected now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This user: %Ln client(s) connected now</source>
        <translation>
            <numerusform>This user: %Ln client connected now</numerusform>
            <numerusform>This user: %Ln clients connected now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ %Ln client(s) asked; told by now: %1 of the %2 connected</source>
        <translation>
            <numerusform>✓ %Ln client asked; told by now: %1 of the %2 connected</numerusform>
            <numerusform>✓ %Ln clients asked; told by now: %1 of the %2 connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>relais::dashboard::LivePage</name>
    <message numerus="yes">
        <source>%Ln message(s) written to %1</source>
        <translation>
            <numerusform>%Ln message written to %1</numerusform>
            <numerusform>%Ln messages written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>paused, %Ln message(s) waiting</source>
        <translation>
            <numerusform>paused, %Ln message waiting</numerusform>
            <numerusform>paused, %Ln messages waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>relais::dashboard::QueuePage</name>
    <message numerus="yes">
        <source>%Ln message(s) kept for “%1”, %2, the oldest for %3</source>
        <translation>
            <numerusform>%Ln message kept for “%1”, %2, for %3</numerusform>
            <numerusform>%Ln messages kept for “%1”, %2, the oldest for %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln message(s) that are kept for “%1”? Clients that have not got them are told to fetch everything anew.</source>
        <translation>
            <numerusform>Delete %Ln message that is kept for “%1”? Clients that have not got it are told to fetch everything anew.</numerusform>
            <numerusform>Delete %Ln messages that are kept for “%1”? Clients that have not got them are told to fetch everything anew.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ %Ln message(s) deleted</source>
        <translation>
            <numerusform>✓ %Ln message deleted</numerusform>
            <numerusform>✓ %Ln messages deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ %Ln client(s) asked</source>
        <translation>
            <numerusform>✓ %Ln client asked</numerusform>
            <numerusform>✓ %Ln clients asked</numerusform>
        </translation>
    </message>
</context>
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
