<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>relais-server</name>
    <message>
        <source>takes a value, and none follows</source>
        <translation>attend une valeur, et aucune ne suit</translation>
    </message>
    <message>
        <source>may be given only once</source>
        <translation>ne peut être donnée qu’une fois</translation>
    </message>
    <message>
        <source>%1 is not of the form name=value</source>
        <translation>%1 n’est pas de la forme nom=valeur</translation>
    </message>
    <message>
        <source>unknown argument; --help lists those there are</source>
        <translation>argument inconnu&#x202f;; --help donne ceux qui existent</translation>
    </message>
    <message>
        <source>unknown argument; did you mean %1?</source>
        <translation>argument inconnu&#x202f;; vouliez-vous dire %1&#x202f;?</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 ne peut pas être lu&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 (default %2)</source>
        <translation>%1 (par défaut %2)</translation>
    </message>
    <message>
        <source>read settings from this TOML file</source>
        <translation>lire les réglages dans ce fichier TOML</translation>
    </message>
    <message>
        <source>any other setting, such as messages.ttl=10m</source>
        <translation>tout autre réglage, par exemple messages.ttl=10m</translation>
    </message>
    <message>
        <source>report what is wrong with the configuration, and end</source>
        <translation>signaler les erreurs de configuration, puis s’arrêter</translation>
    </message>
    <message>
        <source>print every setting with its origin, as a configuration file, and end</source>
        <translation>afficher chaque réglage avec son origine, sous forme de fichier de configuration, puis s’arrêter</translation>
    </message>
    <message>
        <source>print the version, and end</source>
        <translation>afficher la version, puis s’arrêter</translation>
    </message>
    <message>
        <source>print this, and end</source>
        <translation>afficher cette aide, puis s’arrêter</translation>
    </message>
    <message>
        <source>every setting: messages.ttl is RELAIS_MESSAGES_TTL, --data-dir is RELAIS_DATA_DIR; lists are separated by commas</source>
        <translation>chaque réglage&#xa0;: messages.ttl devient RELAIS_MESSAGES_TTL, --data-dir devient RELAIS_DATA_DIR&#x202f;; les éléments d’une liste sont séparés par des virgules</translation>
    </message>
    <message>
        <source>as --config</source>
        <translation>comme --config</translation>
    </message>
    <message>
        <source>used where RELAIS_PORT and RELAIS_ENV are not set</source>
        <translation>prises en compte quand RELAIS_PORT et RELAIS_ENV sont absentes</translation>
    </message>
    <message>
        <source>no colours in the log on a terminal</source>
        <translation>pas de couleurs dans le journal sur un terminal</translation>
    </message>
    <message>
        <source>stopped cleanly</source>
        <translation>arrêt normal</translation>
    </message>
    <message>
        <source>wrong arguments</source>
        <translation>arguments incorrects</translation>
    </message>
    <message>
        <source>wrong configuration</source>
        <translation>configuration incorrecte</translation>
    </message>
    <message>
        <source>anything else, such as a port in use</source>
        <translation>toute autre erreur, par exemple un port déjà occupé</translation>
    </message>
    <message>
        <source>default</source>
        <translation>valeur par défaut</translation>
    </message>
    <message>
        <source>Usage: relais-server [OPTION]…
Keeps browsers and apps in sync, over WebSocket and HTTP on one port.</source>
        <translation>Utilisation&#xa0;: relais-server [OPTION]…
Synchronise navigateurs et applications, par WebSocket et HTTP sur un seul port.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Environment (weaker than options, stronger than the file)</source>
        <translation>Environnement (moins fort que les options, plus fort que le fichier)</translation>
    </message>
    <message>
        <source>Exit status</source>
        <translation>Code de sortie</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Exemples</translation>
    </message>
    <message>
        <source>listen on http://localhost:5000</source>
        <translation>écouter sur http://localhost:5000</translation>
    </message>
    <message>
        <source>begin a configuration file</source>
        <translation>commencer un fichier de configuration</translation>
    </message>
    <message>
        <source>run with it, and see more</source>
        <translation>l’utiliser, et en voir davantage</translation>
    </message>
    <message>
        <source>environment %1</source>
        <translation>environnement %1</translation>
    </message>
    <message>
        <source>unknown setting %1; did you mean %2?</source>
        <translation>réglage inconnu %1&#x202f;; vouliez-vous dire %2&#x202f;?</translation>
    </message>
    <message>
        <source>unknown setting %1; --print-config lists all settings</source>
        <translation>réglage inconnu %1&#x202f;; --print-config donne tous les réglages</translation>
    </message>
    <message>
        <source>it is a directory</source>
        <translation>c’est un répertoire</translation>
    </message>
    <message>
        <source>it is bigger than 1 MiB</source>
        <translation>il dépasse 1 Mio</translation>
    </message>
    <message>
        <source>a list of %1</source>
        <translation>une liste&#xa0;: %1</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>l’une de %1</translation>
    </message>
    <message>
        <source>a size in bytes or with its unit (65536, 64KiB, 1MiB) from %1 to %2</source>
        <translation>une taille en octets ou avec son unité (65536, 64KiB, 1MiB), de %1 à %2</translation>
    </message>
    <message>
        <source>a duration with its unit (500ms, 10s, 5m, 1h) from %1 to %2</source>
        <translation>une durée avec son unité (500ms, 10s, 5m, 1h), de %1 à %2</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>un nombre entier de %1 à %2</translation>
    </message>
    <message>
        <source>%1, or a whole number from %2 to %3</source>
        <translation>%1, ou un nombre entier de %2 à %3</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 à %2</translation>
    </message>
    <message>
        <source>%1 (%2) must not be more than %3 (%4)</source>
        <translation>%1 (%2) ne doit pas dépasser %3 (%4)</translation>
    </message>
    <message>
        <source>the sqlite journal is not available in this version; use none, which keeps messages in memory only</source>
        <translation>le journal sqlite n’existe pas dans cette version&#x202f;; utilisez none, qui garde les messages en mémoire seulement</translation>
    </message>
    <message>
        <source>normal needs the sqlite journal, which is not available in this version; leave it out</source>
        <translation>normal exige le journal sqlite, qui n’existe pas dans cette version&#x202f;; retirez ce réglage</translation>
    </message>
    <message>
        <source>no setting has this name; unset it, --print-config lists all settings</source>
        <translation>aucun réglage ne porte ce nom&#x202f;; retirez cette variable, --print-config donne tous les réglages</translation>
    </message>
    <message>
        <source>no setting has this name; did you mean %1?</source>
        <translation>aucun réglage ne porte ce nom&#x202f;; vouliez-vous dire %1&#x202f;?</translation>
    </message>
    <message>
        <source>%1 is a section of settings, not a setting</source>
        <translation>%1 est une section de réglages, pas un réglage</translation>
    </message>
    <message>
        <source>not valid TOML: %1</source>
        <translation>TOML incorrect&#xa0;: %1</translation>
    </message>
    <message>
        <source>an IP address, or localhost for 127.0.0.1 and ::1 both</source>
        <translation>une adresse IP, ou localhost pour 127.0.0.1 et ::1 à la fois</translation>
    </message>
    <message>
        <source>port for HTTP and WebSocket; 0 takes any that is free</source>
        <translation>port de HTTP et de WebSocket&#x202f;; 0 en prend un qui est libre</translation>
    </message>
    <message>
        <source>I/O threads; auto is one for each core</source>
        <translation>fils d’entrée-sortie&#x202f;; auto en prend un par cœur</translation>
    </message>
    <message>
        <source>a path</source>
        <translation>un chemin</translation>
    </message>
    <message>
        <source>when the journal counts as written; normal needs the sqlite journal</source>
        <translation>quand une écriture du journal est acquise&#x202f;; normal exige le journal sqlite</translation>
    </message>
    <message>
        <source>time over which clients are asked to spread reconnects</source>
        <translation>durée sur laquelle les clients étalent leurs reconnexions</translation>
    </message>
    <message>
        <source>auto is text on a terminal, else JSON lines</source>
        <translation>auto&#xa0;: texte sur un terminal, sinon une ligne JSON par événement</translation>
    </message>
    <message>
        <source>the least severe level that is logged</source>
        <translation>niveau le moins grave qui est consigné</translation>
    </message>
    <message>
        <source>1 to 64 letters, digits, dots, dashes and underscores</source>
        <translation>1 à 64 lettres, chiffres, points, tirets et soulignés</translation>
    </message>
    <message>
        <source>name of this server in status and log; default: the host name</source>
        <translation>nom de ce serveur dans l’état et le journal&#x202f;; par défaut celui de la machine</translation>
    </message>
    <message>
        <source>how long a message is kept</source>
        <translation>durée de conservation d’un message</translation>
    </message>
    <message>
        <source>how often the memory of expired messages is freed</source>
        <translation>intervalle auquel la mémoire des messages expirés est libérée</translation>
    </message>
    <message>
        <source>message types such as order.updated, none of them sync.*</source>
        <translation>des types de message comme order.updated, aucun en sync.*</translation>
    </message>
    <message>
        <source>the only message types that are taken; empty takes every type</source>
        <translation>seuls types de message acceptés&#x202f;; une liste vide les accepte tous</translation>
    </message>
    <message>
        <source>the longest wait that a long-poll may ask for</source>
        <translation>attente la plus longue qu’un long-poll peut demander</translation>
    </message>
    <message>
        <source>time between pings; a client silent for two of them is closed</source>
        <translation>intervalle entre deux pings&#x202f;; un client muet pendant deux intervalles est déconnecté</translation>
    </message>
    <message>
        <source>time over which clients are sent away on a stop</source>
        <translation>durée sur laquelle les clients sont congédiés à l’arrêt</translation>
    </message>
    <message>
        <source>origins such as https://example.org or http://localhost:*, without a path</source>
        <translation>des origines comme https://example.org ou http://localhost:*, sans chemin</translation>
    </message>
    <message>
        <source>origins of pages that may use the server, over HTTP and WebSocket; in production the default is none</source>
        <translation>origines des pages qui peuvent utiliser le serveur, par HTTP et WebSocket&#x202f;; en production, aucune par défaut</translation>
    </message>
    <message>
        <source>host names or addresses without a port, such as localhost or [::1]</source>
        <translation>des noms d’hôte ou adresses sans port, comme localhost ou [::1]</translation>
    </message>
    <message>
        <source>%1 cannot be %2; it takes %3</source>
        <translation>%1 ne peut pas valoir %2&#x202f;; valeur attendue&#xa0;: %3</translation>
    </message>
    <message>
        <source>what keeps messages over a restart; this version has only none: they are in memory</source>
        <translation>ce qui garde les messages d’un démarrage à l’autre&#x202f;; cette version n’a que none&#xa0;: ils sont en mémoire</translation>
    </message>
    <message>
        <source>most messages kept for a user; the oldest leave first</source>
        <translation>nombre maximal de messages gardés pour un utilisateur&#x202f;; les plus anciens partent d’abord</translation>
    </message>
    <message>
        <source>most broadcasts kept; the oldest leave first</source>
        <translation>nombre maximal de diffusions gardées&#x202f;; les plus anciennes partent d’abord</translation>
    </message>
    <message>
        <source>largest message, with its envelope</source>
        <translation>taille maximale d’un message, enveloppe comprise</translation>
    </message>
    <message>
        <source>most levels of nesting in a payload</source>
        <translation>nombre maximal de niveaux d’imbrication du contenu</translation>
    </message>
    <message>
        <source>most bytes kept, over all users</source>
        <translation>nombre maximal d’octets gardés, tous utilisateurs confondus</translation>
    </message>
    <message>
        <source>most users for whom something is kept</source>
        <translation>nombre maximal d’utilisateurs pour qui un message est gardé</translation>
    </message>
    <message>
        <source>largest head of a request: request line and header fields</source>
        <translation>taille maximale de l’en-tête d’une requête&#xa0;: ligne de requête et champs</translation>
    </message>
    <message>
        <source>largest path with query of a request</source>
        <translation>taille maximale du chemin d’une requête, paramètres compris</translation>
    </message>
    <message>
        <source>most header fields of a request</source>
        <translation>nombre maximal de champs d’en-tête d’une requête</translation>
    </message>
    <message>
        <source>largest body of a request</source>
        <translation>taille maximale du corps d’une requête</translation>
    </message>
    <message>
        <source>time for a head to arrive whole, from its first byte</source>
        <translation>délai pour recevoir un en-tête entier, dès son premier octet</translation>
    </message>
    <message>
        <source>time for a body to arrive whole</source>
        <translation>délai pour recevoir un corps entier</translation>
    </message>
    <message>
        <source>time for a client to take anything of its answer</source>
        <translation>délai pour qu’un client prenne quelque chose de sa réponse</translation>
    </message>
    <message>
        <source>time that a connection may stay open between two requests</source>
        <translation>durée pendant laquelle une connexion reste ouverte entre deux requêtes</translation>
    </message>
    <message>
        <source>largest incoming message, over all its fragments</source>
        <translation>taille maximale d’un message reçu, tous fragments compris</translation>
    </message>
    <message>
        <source>most fragments of an incoming message</source>
        <translation>nombre maximal de fragments d’un message reçu</translation>
    </message>
    <message>
        <source>time for an incoming message to arrive whole</source>
        <translation>délai pour recevoir un message entier</translation>
    </message>
    <message>
        <source>most bytes held by unfinished incoming messages, over all clients of a thread</source>
        <translation>nombre maximal d’octets retenus par des messages inachevés, tous clients d’un fil confondus</translation>
    </message>
    <message>
        <source>incoming messages of a client each second, in the long run</source>
        <translation>messages reçus d’un client par seconde, à la longue</translation>
    </message>
    <message>
        <source>incoming messages of a client that may come at once</source>
        <translation>messages d’un client qui peuvent arriver d’un coup</translation>
    </message>
    <message>
        <source>time for a client to take anything of what is due to it</source>
        <translation>délai pour qu’un client prenne quelque chose de ce qui lui est dû</translation>
    </message>
    <message>
        <source>most connections at once, over all threads</source>
        <translation>nombre maximal de connexions simultanées, tous fils confondus</translation>
    </message>
    <message>
        <source>most long-polls waiting at once</source>
        <translation>nombre maximal de long-polls en attente</translation>
    </message>
    <message>
        <source>configuration is valid</source>
        <translation>la configuration est valide</translation>
    </message>
    <message>
        <source>port %1 is in use on %2; stop the other program, or choose another port with --port</source>
        <translation>le port %1 est déjà utilisé sur %2 ; arrêtez l’autre programme ou choisissez un autre port avec --port</translation>
    </message>
    <message>
        <source>cannot listen on %1, port %2: %3</source>
        <translation>impossible d’écouter sur %1, port %2 : %3</translation>
    </message>
    <message>
        <source>a secret on the command line is seen by every user of the machine; set %1, or keep it in a file</source>
        <translation>un secret sur la ligne de commande est vu de tous les utilisateurs de la machine ; définissez %1, ou gardez-le dans un fichier</translation>
    </message>
    <message>
        <source>auth.jwt_secret and auth.jwt_secret_file are two secrets; leave one out</source>
        <translation>auth.jwt_secret et auth.jwt_secret_file sont deux secrets ; retirez l’un des deux</translation>
    </message>
    <message>
        <source>auth.jwks_url needs auth.issuer and auth.audiences: without them the tokens that the provider gives to any other application would be taken too</source>
        <translation>auth.jwks_url demande auth.issuer et auth.audiences : sans eux, les jetons que le fournisseur donne à toute autre application seraient acceptés aussi</translation>
    </message>
    <message>
        <source>host cannot be %1 without authentication: anyone who can reach the server would be let in; relais-server init makes a configuration with it, localhost does without</source>
        <translation>host ne peut pas être %1 sans authentification : quiconque atteint le serveur y entrerait ; relais-server init crée une configuration qui en a une, localhost s’en passe</translation>
    </message>
    <message>
        <source>TLS needs both tls.certificate and tls.key, or neither</source>
        <translation>TLS demande tls.certificate et tls.key, ou aucun des deux</translation>
    </message>
    <message>
        <source>address to listen on; without authentication only loopback is taken</source>
        <translation>adresse d’écoute ; sans authentification, seule la boucle locale est acceptée</translation>
    </message>
    <message>
        <source>directory of API keys and audit log</source>
        <translation>répertoire des clés d’API et du journal d’audit</translation>
    </message>
    <message>
        <source>production takes no foreign origin by default; it is authentication, not this, that lets the server listen beyond loopback</source>
        <translation>production n’accepte par défaut aucune origine étrangère ; c’est l’authentification, et non ce réglage, qui permet d’écouter au-delà de la boucle locale</translation>
    </message>
    <message>
        <source>time for a client that connected without a token to send it as sync.auth</source>
        <translation>délai accordé à un client connecté sans jeton pour l’envoyer par sync.auth</translation>
    </message>
    <message>
        <source>most connections at once from one address; 0 is no limit, the default in development mode</source>
        <translation>nombre maximal de connexions simultanées d’une adresse ; 0 : sans limite, le défaut en mode développement</translation>
    </message>
    <message>
        <source>most WebSockets at once of one user; 0 is no limit, the default in development mode</source>
        <translation>nombre maximal de WebSockets simultanées d’un utilisateur ; 0 : sans limite, le défaut en mode développement</translation>
    </message>
    <message>
        <source>most new connections a second; 0 is no limit</source>
        <translation>nombre maximal de nouvelles connexions par seconde ; 0 : sans limite</translation>
    </message>
    <message>
        <source>most new connections a second from one address; 0 is no limit, the default in development mode</source>
        <translation>nombre maximal de nouvelles connexions par seconde d’une adresse ; 0 : sans limite, le défaut en mode développement</translation>
    </message>
    <message>
        <source>values of the Host field that are answered, against DNS rebinding; with authentication the default is any</source>
        <translation>valeurs du champ Host auxquelles le serveur répond, contre le DNS rebinding ; avec authentification, toutes par défaut</translation>
    </message>
    <message>
        <source>are API keys taken (relais-server keys); auto: when data_dir has a keys.json</source>
        <translation>les clés d’API (relais-server keys) sont-elles acceptées ; auto : si data_dir contient keys.json</translation>
    </message>
    <message>
        <source>at least 32 bytes</source>
        <translation>au moins 32 octets</translation>
    </message>
    <message>
        <source>secret of HS256 tokens; from the environment or a file that only its owner reads, never from the command line</source>
        <translation>secret des jetons HS256 ; donné par l’environnement ou un fichier lisible de son seul propriétaire, jamais par la ligne de commande</translation>
    </message>
    <message>
        <source>file that holds the secret of HS256 tokens</source>
        <translation>fichier contenant le secret des jetons HS256</translation>
    </message>
    <message>
        <source>paths of PEM files</source>
        <translation>chemins de fichiers PEM</translation>
    </message>
    <message>
        <source>public keys or certificates of RS256, ES256 and EdDSA tokens; the kind of a key decides its algorithm</source>
        <translation>clés publiques ou certificats des jetons RS256, ES256 et EdDSA ; la nature de la clé décide de l’algorithme</translation>
    </message>
    <message>
        <source>file with a JSON Web Key Set</source>
        <translation>fichier contenant un JSON Web Key Set</translation>
    </message>
    <message>
        <source>an https URL, or http on loopback</source>
        <translation>une URL https, ou http sur la boucle locale</translation>
    </message>
    <message>
        <source>address of the JSON Web Key Set of an OpenID Connect provider; needs auth.issuer and auth.audiences</source>
        <translation>adresse du JSON Web Key Set d’un fournisseur OpenID Connect ; demande auth.issuer et auth.audiences</translation>
    </message>
    <message>
        <source>how often the key set is fetched anew</source>
        <translation>intervalle entre deux lectures du jeu de clés</translation>
    </message>
    <message>
        <source>a text without control characters</source>
        <translation>un texte sans caractères de contrôle</translation>
    </message>
    <message>
        <source>iss that a token must have; empty takes any</source>
        <translation>iss qu’un jeton doit porter ; vide : n’importe lequel</translation>
    </message>
    <message>
        <source>texts without control characters</source>
        <translation>textes sans caractères de contrôle</translation>
    </message>
    <message>
        <source>aud of which a token must have one; empty takes any</source>
        <translation>aud dont un jeton doit porter l’un ; vide : n’importe lequel</translation>
    </message>
    <message>
        <source>how far the clocks of issuer and server may be apart</source>
        <translation>écart toléré entre les horloges de l’émetteur et du serveur</translation>
    </message>
    <message>
        <source>the name of a claim</source>
        <translation>le nom d’un claim</translation>
    </message>
    <message>
        <source>claim of a token that is the user id</source>
        <translation>claim du jeton qui donne l’identifiant de l’utilisateur</translation>
    </message>
    <message>
        <source>claim of a token with its roles; dots go into objects</source>
        <translation>claim du jeton qui donne ses rôles ; les points descendent dans les objets</translation>
    </message>
    <message>
        <source>roles: user, publisher, operator, admin</source>
        <translation>rôles : user, publisher, operator, admin</translation>
    </message>
    <message>
        <source>roles of a token that names none</source>
        <translation>rôles d’un jeton qui n’en nomme aucun</translation>
    </message>
    <message>
        <source>requests and messages of a user, or of an address without a token, in a window; 0 is no limit, the default in development mode</source>
        <translation>requêtes et messages d’un utilisateur, ou d’une adresse sans jeton, par fenêtre ; 0 : sans limite, le défaut en mode développement</translation>
    </message>
    <message>
        <source>the same of a publisher</source>
        <translation>de même pour un publisher</translation>
    </message>
    <message>
        <source>the same of an operator or admin</source>
        <translation>de même pour un operator ou un admin</translation>
    </message>
    <message>
        <source>the window of these; what is used up comes back evenly over it</source>
        <translation>la fenêtre de ces limites ; ce qui est consommé revient régulièrement au cours de celle-ci</translation>
    </message>
    <message>
        <source>most principals, and most addresses, that are counted one by one</source>
        <translation>nombre maximal d’identités, et d’adresses, comptées une à une</translation>
    </message>
    <message>
        <source>addresses or networks such as 10.0.0.0/8</source>
        <translation>adresses ou réseaux comme 10.0.0.0/8</translation>
    </message>
    <message>
        <source>proxies whose X-Forwarded-For, Forwarded and X-Forwarded-Proto are believed</source>
        <translation>proxys dont X-Forwarded-For, Forwarded et X-Forwarded-Proto sont crus</translation>
    </message>
    <message>
        <source>PEM file with the certificate chain; empty is no TLS</source>
        <translation>fichier PEM de la chaîne de certificats ; vide : pas de TLS</translation>
    </message>
    <message>
        <source>PEM file with the private key of the certificate</source>
        <translation>fichier PEM de la clé privée du certificat</translation>
    </message>
    <message>
        <source>oldest version of TLS that is spoken</source>
        <translation>plus ancienne version de TLS acceptée</translation>
    </message>
    <message>
        <source>may the TLS port be used without TLS as well</source>
        <translation>le port TLS peut-il servir aussi sans TLS</translation>
    </message>
    <message>
        <source>time for a TLS handshake</source>
        <translation>délai d’une négociation TLS</translation>
    </message>
    <message>
        <source>how long browsers are told to use https only (Strict-Transport-Security); 0s is not to tell</source>
        <translation>durée pendant laquelle les navigateurs doivent s’en tenir à https (Strict-Transport-Security) ; 0s : ne rien dire</translation>
    </message>
    <message>
        <source>file of the audit log, in data_dir; empty is in memory only, the default in development mode</source>
        <translation>fichier du journal d’audit, dans data_dir ; vide : en mémoire seulement, le défaut en mode développement</translation>
    </message>
    <message>
        <source>size at which the audit log is rotated</source>
        <translation>taille à laquelle le journal d’audit est renouvelé</translation>
    </message>
    <message>
        <source>rotated audit logs that are kept</source>
        <translation>nombre d’anciens journaux d’audit conservés</translation>
    </message>
</context>
</TS>
