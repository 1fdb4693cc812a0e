<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>CommandLine</name>
    <message>
        <source>--connect and --profile exclude each other</source>
        <translation>--connect et --profile s’excluent</translation>
    </message>
    <message>
        <source>--snapshot needs --connect or --profile</source>
        <translation>--snapshot demande --connect ou --profile</translation>
    </message>
    <message>
        <source>--snapshot takes a file that ends in .csv or .json, or -</source>
        <translation>--snapshot attend un fichier qui finit par .csv ou .json, ou -</translation>
    </message>
    <message>
        <source>%1 takes no value</source>
        <translation>%1 n’attend pas de valeur</translation>
    </message>
    <message>
        <source>unknown argument %1</source>
        <translation>argument inconnu %1</translation>
    </message>
    <message>
        <source>%1 needs a value</source>
        <translation>%1 attend une valeur</translation>
    </message>
    <message>
        <source>--connect: %1</source>
        <translation>--connect : %1</translation>
    </message>
    <message>
        <source>--lang takes en or fr</source>
        <translation>--lang attend en ou fr</translation>
    </message>
    <message>
        <source>Usage: relais-dashboard [options]

Shows what a Relais server is doing.

  --connect URL     connect to this server
  --profile NAME    connect to the server that was saved under this name
  --lang en|fr      the language, instead of the desktop&apos;s
  --snapshot FILE   write the present figures to FILE and end, without a window:
                    .csv or .json by the ending of its name, - for JSON on standard output
  --version         show the version
  --help            show this help

The token for --connect and --snapshot comes from the environment variable RELAIS_TOKEN.
Exit status: 0, 2 for a wrong command line, 1 when something failed.
</source>
        <translation>Utilisation : relais-dashboard [options]

Montre ce que fait un serveur Relais.

  --connect URL     se connecter à ce serveur
  --profile NOM     se connecter au serveur enregistré sous ce nom
  --lang en|fr      la langue, au lieu de celle du bureau
  --snapshot FICHIER
                    écrire les chiffres du moment dans FICHIER et finir, sans fenêtre :
                    .csv ou .json selon la fin de son nom, - pour du JSON sur la sortie standard
  --version         montrer la version
  --help            montrer cette aide

Le jeton pour --connect et --snapshot vient de la variable d’environnement RELAIS_TOKEN.
Code de retour : 0, 2 pour une ligne de commande fausse, 1 quand quelque chose a échoué.
</translation>
    </message>
    <message>
        <source>there is no server called %1</source>
        <translation>aucun serveur ne s’appelle %1</translation>
    </message>
    <message>
        <source>; --help shows what there is</source>
        <translation> ; --help montre ce qui existe</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>JsonFile</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 ne peut être lu : %2</translation>
    </message>
    <message>
        <source>%1 could not be understood, and is now %2</source>
        <translation>%1 est illisible, et s’appelle maintenant %2</translation>
    </message>
    <message>
        <source>%1 could not be understood</source>
        <translation>%1 est illisible</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 ne peut être écrit : %2</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::ConnectionTest</name>
    <message>
        <source>What answers there is not a Relais server</source>
        <translation>Ce qui répond là n’est pas un serveur Relais</translation>
    </message>
    <message>
        <source>The server answers, but this token may not see the figures</source>
        <translation>Le serveur répond, mais ce jeton n’a pas accès aux chiffres</translation>
    </message>
    <message>
        <source>Connected to Relais %1</source>
        <translation>Connecté à Relais %1</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::DashboardApplication</name>
    <message>
        <source>The token for %1 (empty for a server without authentication):</source>
        <translation>Le jeton pour %1 (vide pour un serveur sans authentification) :</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::FigureTile</name>
    <message>
        <source>These figures are out of date</source>
        <translation>Ces chiffres ne sont plus à jour</translation>
    </message>
    <message>
        <source>Save this chart as an image…</source>
        <translation>Enregistrer ce graphique comme image…</translation>
    </message>
    <message>
        <source>Images (*.png)</source>
        <translation>Images (*.png)</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 ne peut être écrit</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Connexions</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message>
        <source>Polling</source>
        <translation>Interrogation</translation>
    </message>
    <message>
        <source>Users connected</source>
        <translation>Utilisateurs connectés</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>in</source>
        <translation>reçus</translation>
    </message>
    <message>
        <source>out</source>
        <translation>émis</translation>
    </message>
    <message>
        <source>Network traffic</source>
        <translation>Trafic réseau</translation>
    </message>
    <message>
        <source>Delivery latency</source>
        <translation>Délai de livraison</translation>
    </message>
    <message>
        <source>median</source>
        <translation>médiane</translation>
    </message>
    <message>
        <source>99 %</source>
        <translation>99 %</translation>
    </message>
    <message>
        <source>Messages kept</source>
        <translation>Messages conservés</translation>
    </message>
    <message>
        <source>Oldest message</source>
        <translation>Message le plus ancien</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Processeur</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Mémoire</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::HttpAdminApi</name>
    <message>
        <source>No answer in time</source>
        <translation>Pas de réponse à temps</translation>
    </message>
    <message>
        <source>The answer is too large</source>
        <translation>La réponse est trop grande</translation>
    </message>
    <message>
        <source>The connection was changed</source>
        <translation>La connexion a changé</translation>
    </message>
    <message>
        <source>Not connected to a server</source>
        <translation>Connecté à aucun serveur</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::MainWindow</name>
    <message>
        <source>Choose a server</source>
        <translation>Choisir un serveur</translation>
    </message>
    <message>
        <source>Server %1</source>
        <translation>Serveur %1</translation>
    </message>
    <message>
        <source>&amp;Connection</source>
        <translation>&amp;Connexion</translation>
    </message>
    <message>
        <source>Connect &amp;to</source>
        <translation>Se connecter &amp;à</translation>
    </message>
    <message>
        <source>&amp;Servers…</source>
        <translation>&amp;Serveurs…</translation>
    </message>
    <message>
        <source>&amp;Retry now</source>
        <translation>&amp;Réessayer maintenant</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>&amp;Déconnecter</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Langue</translation>
    </message>
    <message>
        <source>The desktop&apos;s</source>
        <translation>Comme le bureau</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Thème</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Aid&amp;e</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Raccourcis clavier</translation>
    </message>
    <message>
        <source>&amp;About Relais</source>
        <translation>À &amp;propos de Relais</translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation>À propos de &amp;Qt</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>This dashboard shows what a Relais server is doing.
Name a server to begin with.</source>
        <translation>Ce tableau de bord montre ce que fait un serveur Relais.
Indiquez un serveur pour commencer.</translation>
    </message>
    <message>
        <source>Add a server…</source>
        <translation>Ajouter un serveur…</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <source>About Relais</source>
        <translation>À propos de Relais</translation>
    </message>
    <message>
        <source>&lt;b&gt;Relais dashboard %1&lt;/b&gt;&lt;p&gt;What a Relais server is doing, and what to do about it.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
        <translation>&lt;b&gt;Tableau de bord Relais %1&lt;/b&gt;&lt;p&gt;Ce que fait un serveur Relais, et de quoi agir.&lt;/p&gt;&lt;p&gt;Logiciel libre sous la licence publique générale GNU, version 3 ou ultérieure.&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::OverviewPage</name>
    <message>
        <source>Images (*.png)</source>
        <translation>Images (*.png)</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tableaux (*.csv)</translation>
    </message>
    <message>
        <source>The last five minutes</source>
        <translation>Les cinq dernières minutes</translation>
    </message>
    <message>
        <source>The last hour</source>
        <translation>La dernière heure</translation>
    </message>
    <message>
        <source>The last day</source>
        <translation>Le dernier jour</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 h</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Charts as an image…</source>
        <translation>Graphiques en image…</translation>
    </message>
    <message>
        <source>Figures as a table (CSV)…</source>
        <translation>Chiffres en tableau (CSV)…</translation>
    </message>
    <message>
        <source>No figures yet</source>
        <translation>Pas encore de chiffres</translation>
    </message>
    <message>
        <source>This token may not see the figures: the role operator or admin is needed.</source>
        <translation>Ce jeton n’a pas accès aux chiffres : il faut le rôle operator ou admin.</translation>
    </message>
    <message>
        <source>Relais %1</source>
        <translation>Relais %1</translation>
    </message>
    <message>
        <source>up for %1</source>
        <translation>en marche depuis %1</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>en cours d’arrêt</translation>
    </message>
    <message>
        <source>the journal cannot be written: nothing can be sent</source>
        <translation>le journal ne peut être écrit : rien ne peut être envoyé</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 ne peut être écrit</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vue d’ensemble</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::ProfilesDialog</name>
    <message>
        <source>Servers</source>
        <translation>Serveurs</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Nouveau</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>S&amp;upprimer</translation>
    </message>
    <message>
        <source>N&amp;ame:</source>
        <translation>&amp;Nom :</translation>
    </message>
    <message>
        <source>&amp;URL:</source>
        <translation>&amp;URL :</translation>
    </message>
    <message>
        <source>&amp;Token:</source>
        <translation>&amp;Jeton :</translation>
    </message>
    <message>
        <source>none, or as it is kept</source>
        <translation>aucun, ou tel qu’il est conservé</translation>
    </message>
    <message>
        <source>A JWT or an API key with the role operator or admin. It is kept in the desktop&apos;s keychain; without one it is forgotten when the dashboard ends.</source>
        <translation>Un JWT ou une clé d’API avec le rôle operator ou admin. Il est conservé dans le trousseau du bureau ; sans trousseau, il est oublié quand le tableau de bord se ferme.</translation>
    </message>
    <message>
        <source>&amp;Colour:</source>
        <translation>&amp;Couleur :</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Changer…</translation>
    </message>
    <message>
        <source>T&amp;est</source>
        <translation>T&amp;ester</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Enregistrer</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>Se c&amp;onnecter</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>The colour of this server</source>
        <translation>La couleur de ce serveur</translation>
    </message>
    <message>
        <source>The URL is not usable: %1</source>
        <translation>L’URL est inutilisable : %1</translation>
    </message>
    <message>
        <source>Saved. There is no keychain: the token is kept until the dashboard ends.</source>
        <translation>Enregistré. Il n’y a pas de trousseau : le jeton est gardé jusqu’à la fermeture du tableau de bord.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Enregistré.</translation>
    </message>
    <message>
        <source>Remove %1 and its token?</source>
        <translation>Supprimer %1 et son jeton ?</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Essai en cours…</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::SessionBar</name>
    <message>
        <source>Not connected</source>
        <translation>Non connecté</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Connexion en cours…</translation>
    </message>
    <message numerus="yes">
        <source>Connection lost; next attempt in %n s</source>
        <translation>
            <numerusform>Connexion perdue ; prochain essai dans %n s</numerusform>
            <numerusform>Connexion perdue ; prochain essai dans %n s</numerusform>
        </translation>
    </message>
    <message>
        <source>Connected by WebSocket</source>
        <translation>Connecté par WebSocket</translation>
    </message>
    <message>
        <source>Connected by polling</source>
        <translation>Connecté par interrogation</translation>
    </message>
    <message>
        <source>No figures yet</source>
        <translation>Pas encore de chiffres</translation>
    </message>
    <message>
        <source>Figures are live</source>
        <translation>Chiffres en direct</translation>
    </message>
    <message>
        <source>Figures are %1 old</source>
        <translation>Chiffres vieux de %1</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>Réessayer maintenant</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connexion</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::Snapshot</name>
    <message>
        <source>this token may not see the figures: the role operator or admin is needed</source>
        <translation>ce jeton n’a pas accès aux chiffres : il faut le rôle operator ou admin</translation>
    </message>
    <message>
        <source>standard output: %1</source>
        <translation>sortie standard : %1</translation>
    </message>
</context>
</TS>
