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
    <message>
        <source>%1 cannot be the name of a key: it takes 1 to %2 bytes of printable text, no blanks at the ends, no dash in front, and nothing that looks like an id</source>
        <translation>%1 ne peut pas être le nom d’une clé : il faut 1 à %2 octets de texte imprimable, sans blancs aux extrémités, sans tiret au début, et qui ne ressemble pas à un identifiant</translation>
    </message>
    <message>
        <source>there is a key %1 already; revoke it first, or choose another name</source>
        <translation>il y a déjà une clé %1 ; révoquez-la d’abord, ou choisissez un autre nom</translation>
    </message>
    <message>
        <source>the system gives no random bytes; nothing was changed</source>
        <translation>le système ne donne pas d’octets aléatoires ; rien n’a été changé</translation>
    </message>
    <message>
        <source>there is no key with the id or name %1; relais-server keys list shows those there are</source>
        <translation>aucune clé n’a l’identifiant ou le nom %1 ; relais-server keys list montre celles qui existent</translation>
    </message>
    <message>
        <source>the keys cannot be read: %1: %2; restore the file from a backup, or move it away and make new keys (with it go the revocations of users)</source>
        <translation>les clés ne peuvent pas être lues : %1 : %2 ; restaurez le fichier d’une sauvegarde, ou déplacez-le et créez de nouvelles clés (les révocations d’utilisateurs partent avec lui)</translation>
    </message>
    <message>
        <source>%1 is of a newer version of Relais; use that one</source>
        <translation>%1 est d’une version plus récente de Relais ; utilisez celle-ci</translation>
    </message>
    <message>
        <source>%1 has no room for more; nothing was changed</source>
        <translation>%1 n’a plus de place ; rien n’a été changé</translation>
    </message>
    <message>
        <source>%1 is missing or not base64url</source>
        <translation>%1 manque ou n’est pas en base64url</translation>
    </message>
    <message>
        <source>its key is on another curve than P-256, the one of ES256</source>
        <translation>sa clé est sur une autre courbe que P-256, celle d’ES256</translation>
    </message>
    <message>
        <source>its key is on another curve than Ed25519</source>
        <translation>sa clé est sur une autre courbe qu’Ed25519</translation>
    </message>
    <message>
        <source>its kty is none of RSA, EC, OKP and oct</source>
        <translation>son kty n’est ni RSA, ni EC, ni OKP, ni oct</translation>
    </message>
    <message>
        <source>a member is there more than once</source>
        <translation>un membre s’y trouve plus d’une fois</translation>
    </message>
    <message>
        <source>use or key_ops: it is not for verifying signatures</source>
        <translation>use ou key_ops : elle n’est pas destinée à vérifier des signatures</translation>
    </message>
    <message>
        <source>alg: with a key of its kind, only %1 is understood</source>
        <translation>alg : avec une clé de ce genre, seul %1 est compris</translation>
    </message>
    <message>
        <source>kid is not a string</source>
        <translation>kid n’est pas une chaîne</translation>
    </message>
    <message>
        <source>it is not an object</source>
        <translation>ce n’est pas un objet</translation>
    </message>
    <message>
        <source>a secret (kty oct) that is published is none; use a secret file</source>
        <translation>un secret (kty oct) publié n’en est plus un ; utilisez un fichier de secret</translation>
    </message>
    <message>
        <source>key number %1</source>
        <translation>clé numéro %1</translation>
    </message>
    <message>
        <source>it is not a JSON object with each name once</source>
        <translation>ce n’est pas un objet JSON dont chaque nom est unique</translation>
    </message>
    <message>
        <source>it is not a JWK set, a JSON object with an array &quot;keys&quot;</source>
        <translation>ce n’est pas un jeu de clés JWK, un objet JSON avec un tableau « keys »</translation>
    </message>
    <message>
        <source>it holds more than %1 keys</source>
        <translation>il contient plus de %1 clés</translation>
    </message>
    <message>
        <source>it holds no key that can be used%1</source>
        <translation>il ne contient aucune clé utilisable%1</translation>
    </message>
    <message>
        <source>it is not a URL, such as https://login.example.com/.well-known/jwks.json</source>
        <translation>ce n’est pas une URL, comme https://login.example.com/.well-known/jwks.json</translation>
    </message>
    <message>
        <source>it holds a user name or password, for which a URL is no place</source>
        <translation>elle contient un nom d’utilisateur ou un mot de passe, qui n’a pas sa place dans une URL</translation>
    </message>
    <message>
        <source>keys come by https only (or by http from this machine), or anyone on the way could change them</source>
        <translation>les clés ne viennent que par https (ou par http de cette machine), sinon n’importe qui sur le trajet pourrait les changer</translation>
    </message>
    <message>
        <source>OpenSSL does not work on this machine</source>
        <translation>OpenSSL ne fonctionne pas sur cette machine</translation>
    </message>
    <message>
        <source>cannot be read: it is a directory; name a file</source>
        <translation>ne peut pas être lu : c’est un répertoire ; nommez un fichier</translation>
    </message>
    <message>
        <source>cannot be read: %1; check the path and who may read it</source>
        <translation>ne peut pas être lu : %1 ; vérifiez le chemin et les droits de lecture</translation>
    </message>
    <message>
        <source>it is bigger than 1 MiB, so no file of keys</source>
        <translation>il dépasse 1 Mio, ce n’est donc pas un fichier de clés</translation>
    </message>
    <message>
        <source>everyone on this machine may read or change this secret; chmod 600</source>
        <translation>tout le monde sur cette machine peut lire ou changer ce secret ; chmod 600</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 ne peut pas être écrit : %2</translation>
    </message>
    <message>
        <source>directory %1 cannot be made: %2</source>
        <translation>le répertoire %1 ne peut pas être créé : %2</translation>
    </message>
    <message>
        <source>%1 is not a file</source>
        <translation>%1 n’est pas un fichier</translation>
    </message>
    <message>
        <source>%1 can be changed by others than its owner, who could let themselves in; look through it, then chmod 600 it</source>
        <translation>%1 peut être modifié par d’autres que son propriétaire, qui pourraient s’ouvrir la porte ; relisez-le, puis chmod 600</translation>
    </message>
    <message>
        <source>%1 is bigger than %2 bytes, which is the most it may have</source>
        <translation>%1 dépasse %2 octets, sa taille maximale</translation>
    </message>
    <message>
        <source>another process holds %1 and does not let go of it; end that one, then try again</source>
        <translation>un autre processus tient %1 et ne le lâche pas ; arrêtez-le, puis réessayez</translation>
    </message>
    <message>
        <source>it is damaged; take it anew from its owner</source>
        <translation>il est endommagé ; redemandez-le à son propriétaire</translation>
    </message>
    <message>
        <source>it holds no PEM block, which begins with -----BEGIN PUBLIC KEY-----</source>
        <translation>il ne contient pas de bloc PEM, qui commence par -----BEGIN PUBLIC KEY-----</translation>
    </message>
    <message>
        <source>it holds a private key, which signs; this server needs only the public one: openssl pkey -pubout</source>
        <translation>il contient une clé privée, qui signe ; ce serveur n’a besoin que de la clé publique : openssl pkey -pubout</translation>
    </message>
    <message>
        <source>it holds %1, neither a public key nor a certificate</source>
        <translation>il contient %1, ni une clé publique ni un certificat</translation>
    </message>
    <message>
        <source>it holds more than one key; put each into a file of its own</source>
        <translation>il contient plus d’une clé ; mettez chacune dans son propre fichier</translation>
    </message>
    <message>
        <source>its RSA key has %1 bits, at least %2 are needed; make a longer key</source>
        <translation>sa clé RSA a %1 bits, il en faut au moins %2 ; créez une clé plus longue</translation>
    </message>
    <message>
        <source>its RSA key has %1 bits, at most %2 are taken; make a shorter key</source>
        <translation>sa clé RSA a %1 bits, %2 au plus sont acceptés ; créez une clé plus courte</translation>
    </message>
    <message>
        <source>its RSA key is damaged; take it anew from its owner</source>
        <translation>sa clé RSA est endommagée ; redemandez-la à son propriétaire</translation>
    </message>
    <message>
        <source>its EC key is not a point on the curve P-256</source>
        <translation>sa clé EC n’est pas un point de la courbe P-256</translation>
    </message>
    <message>
        <source>a PEM file is no secret; give it as a public key, or make a secret with: openssl rand -base64 48</source>
        <translation>un fichier PEM n’est pas un secret ; donnez-le comme clé publique, ou créez un secret avec : openssl rand -base64 48</translation>
    </message>
    <message>
        <source>the secret has %1 bytes, at least %2 are needed; make one with: openssl rand -base64 48</source>
        <translation>le secret a %1 octets, il en faut au moins %2 ; créez-en un avec : openssl rand -base64 48</translation>
    </message>
    <message>
        <source>its Ed25519 key does not have 32 bytes</source>
        <translation>sa clé Ed25519 n’a pas 32 octets</translation>
    </message>
    <message>
        <source>its key is none of RSA, EC on P-256, and Ed25519</source>
        <translation>sa clé n’est ni RSA, ni EC sur P-256, ni Ed25519</translation>
    </message>
    <message>
        <source>settings, as relais-server itself takes them, and as RELAIS_… in the environment</source>
        <translation>les réglages, comme les prend relais-server, et sous RELAIS_… dans l’environnement</translation>
    </message>
    <message>
        <source>Usage: %1</source>
        <translation>Utilisation : %1</translation>
    </message>
    <message>
        <source>Usage: relais-server %1 COMMAND</source>
        <translation>Utilisation : relais-server %1 COMMANDE</translation>
    </message>
    <message>
        <source>relais-server %1 COMMAND --help says more of one.</source>
        <translation>relais-server %1 COMMANDE --help en dit plus sur l’une d’elles.</translation>
    </message>
    <message>
        <source>%1 takes a value, and none follows</source>
        <translation>%1 prend une valeur, et aucune ne suit</translation>
    </message>
    <message>
        <source>unknown argument %1</source>
        <translation>argument inconnu %1</translation>
    </message>
    <message>
        <source>unknown argument %1; did you mean %2?</source>
        <translation>argument inconnu %1 ; vouliez-vous dire %2 ?</translation>
    </message>
    <message>
        <source>%1 may be given only once</source>
        <translation>%1 ne peut être donné qu’une fois</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>%1 manque</translation>
    </message>
    <message>
        <source>what about the keys is missing</source>
        <translation>il manque ce qu’il faut faire des clés</translation>
    </message>
    <message>
        <source>%1; relais-server %2 --help says how it is used</source>
        <translation>%1 ; relais-server %2 --help dit comment s’en servir</translation>
    </message>
    <message>
        <source>standard output cannot be written</source>
        <translation>la sortie standard ne peut pas être écrite</translation>
    </message>
    <message>
        <source>Where API keys and the audit log are kept, relative to the directory in which the server is started.</source>
        <translation>Où sont gardés les clés d’API et le journal d’audit, par rapport au répertoire où le serveur est lancé.</translation>
    </message>
    <message>
        <source>Your application signs the tokens of its users with this (JWT, HS256). Whoever knows it can be anyone: keep this file to the user that the server runs as.</source>
        <translation>Votre application signe avec ceci les jetons de ses utilisateurs (JWT, HS256). Qui le connaît peut être n’importe qui : réservez ce fichier à l’utilisateur sous lequel tourne le serveur.</translation>
    </message>
    <message>
        <source>Backends use API keys: relais-server keys add --help.</source>
        <translation>Les backends utilisent des clés d’API : relais-server keys add --help.</translation>
    </message>
    <message>
        <source>Tokens of an OpenID Connect provider, such as the one your application gives to Convex. Issuer and audience make sure that they are meant for you.</source>
        <translation>Jetons d’un fournisseur OpenID Connect, comme celui que votre application donne à Convex. L’émetteur et l’audience garantissent qu’ils vous sont destinés.</translation>
    </message>
    <message>
        <source>Origins of the web pages that may use the server. Without this: those of this machine, and none with env = &quot;production&quot;.</source>
        <translation>Origines des pages web qui peuvent utiliser le serveur. Sans ceci : celles de cette machine, et aucune avec env = &quot;production&quot;.</translation>
    </message>
    <message>
        <source>Names under which the server is reached. Without this: any.</source>
        <translation>Noms sous lesquels on atteint le serveur. Sans ceci : n’importe lequel.</translation>
    </message>
    <message>
        <source>TLS in the server itself, for https:// and wss://. It is not needed behind a proxy that has it.</source>
        <translation>TLS dans le serveur lui-même, pour https:// et wss://. Inutile derrière un proxy qui s’en charge.</translation>
    </message>
    <message>
        <source>Proxies in front of the server, whose word on the address of a client is believed. Behind one and without this, all clients share the limits of one address.</source>
        <translation>Proxys placés devant le serveur, crus sur l’adresse d’un client. Derrière un proxy et sans ceci, tous les clients partagent les limites d’une seule adresse.</translation>
    </message>
    <message>
        <source>Configuration of relais-server. Lines behind # are examples; all settings with their values are shown by relais-server --print-config.</source>
        <translation>Configuration de relais-server. Les lignes précédées de # sont des exemples ; relais-server --print-config montre tous les réglages et leurs valeurs.</translation>
    </message>
    <message>
        <source>%1 is written, with a fresh secret. Only its owner can read it: start the server as that user. Next:</source>
        <translation>%1 est écrit, avec un secret neuf. Seul son propriétaire peut le lire : lancez le serveur sous cet utilisateur. Ensuite :</translation>
    </message>
    <message>
        <source>a key for your backend</source>
        <translation>une clé pour votre backend</translation>
    </message>
    <message>
        <source>a token for trying out</source>
        <translation>un jeton pour essayer</translation>
    </message>
    <message>
        <source>start the server</source>
        <translation>lancer le serveur</translation>
    </message>
    <message>
        <source>%1 is there already; with --force it is replaced, and tokens that were signed with its secret are worth nothing any more</source>
        <translation>%1 existe déjà ; avec --force il est remplacé, et les jetons signés avec son secret ne valent plus rien</translation>
    </message>
    <message>
        <source>the file to write; without it RELAIS_CONFIG, else relais.toml</source>
        <translation>le fichier à écrire ; sans elle RELAIS_CONFIG, sinon relais.toml</translation>
    </message>
    <message>
        <source>replace the file, and the secret in it</source>
        <translation>remplace le fichier et le secret qu’il contient</translation>
    </message>
    <message>
        <source>Writes a configuration with comments and a fresh secret, for its owner only.</source>
        <translation>Écrit une configuration commentée avec un secret neuf, pour son seul propriétaire.</translation>
    </message>
    <message>
        <source>revoked %1</source>
        <translation>révoquée le %1</translation>
    </message>
    <message>
        <source>user revoked</source>
        <translation>utilisateur révoqué</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>en vigueur</translation>
    </message>
    <message>
        <source>no keys in %1</source>
        <translation>aucune clé dans %1</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>NAME</source>
        <translation>NOM</translation>
    </message>
    <message>
        <source>ROLES</source>
        <translation>RÔLES</translation>
    </message>
    <message>
        <source>USER</source>
        <translation>UTILISATEUR</translation>
    </message>
    <message>
        <source>MADE</source>
        <translation>CRÉÉE</translation>
    </message>
    <message>
        <source>STATE</source>
        <translation>ÉTAT</translation>
    </message>
    <message>
        <source>REVOKED USER</source>
        <translation>UTILISATEUR RÉVOQUÉ</translation>
    </message>
    <message>
        <source>WHAT WAS ISSUED UNTIL</source>
        <translation>CE QUI FUT ÉMIS JUSQU’AU</translation>
    </message>
    <message>
        <source>auth.api_keys is off: the server takes no keys until that is changed</source>
        <translation>auth.api_keys est à off : le serveur n’accepte aucune clé tant que cela n’est pas changé</translation>
    </message>
    <message>
        <source>this is the first key: a server that runs already has to be restarted to ask for keys</source>
        <translation>c’est la première clé : un serveur déjà lancé doit être redémarré pour exiger des clés</translation>
    </message>
    <message>
        <source>--name takes 1 to %1 bytes of printable text, without blanks at the ends, and nothing that looks like an id</source>
        <translation>--name prend 1 à %1 octets de texte imprimable, sans blancs aux extrémités, et qui ne ressemble pas à un identifiant</translation>
    </message>
    <message>
        <source>the role user needs --user: whose messages are they to be</source>
        <translation>le rôle user demande --user : de qui sont les messages</translation>
    </message>
    <message>
        <source>This key is shown once and kept nowhere: note it now. It is sent as Authorization: Bearer …</source>
        <translation>Cette clé est montrée une seule fois et n’est gardée nulle part : notez-la maintenant. Elle s’envoie par Authorization: Bearer …</translation>
    </message>
    <message>
        <source>key %1 is revoked</source>
        <translation>la clé %1 est révoquée</translation>
    </message>
    <message>
        <source>user %1 is revoked: what was issued until now is worth nothing any more</source>
        <translation>l’utilisateur %1 est révoqué : ce qui fut émis jusqu’ici ne vaut plus rien</translation>
    </message>
    <message>
        <source>user %1 is no longer revoked</source>
        <translation>l’utilisateur %1 n’est plus révoqué</translation>
    </message>
    <message>
        <source>user %1 was not revoked</source>
        <translation>l’utilisateur %1 n’était pas révoqué</translation>
    </message>
    <message>
        <source>what you call it</source>
        <translation>le nom que vous lui donnez</translation>
    </message>
    <message>
        <source>user, publisher, operator or admin; may be given several times</source>
        <translation>user, publisher, operator ou admin ; peut être donné plusieurs fois</translation>
    </message>
    <message>
        <source>on whose behalf it acts</source>
        <translation>au nom de qui elle agit</translation>
    </message>
    <message>
        <source>for a program to read</source>
        <translation>pour être lu par un programme</translation>
    </message>
    <message>
        <source>Makes an API key and prints it, this once.</source>
        <translation>Crée une clé d’API et l’affiche, cette seule fois.</translation>
    </message>
    <message>
        <source>Lists the API keys, without their secrets, and the revoked users.</source>
        <translation>Liste les clés d’API, sans leurs secrets, et les utilisateurs révoqués.</translation>
    </message>
    <message>
        <source>Ends an API key at once; a running server closes the connections it opened.</source>
        <translation>Met fin aussitôt à une clé d’API ; un serveur lancé ferme les connexions qu’elle a ouvertes.</translation>
    </message>
    <message>
        <source>Ends all tokens and API keys of a user that were issued until now.</source>
        <translation>Met fin à tous les jetons et clés d’API d’un utilisateur émis jusqu’ici.</translation>
    </message>
    <message>
        <source>Takes keys revoke-user back.</source>
        <translation>Annule keys revoke-user.</translation>
    </message>
    <message>
        <source>%1 is not a user id: 1 to %2 bytes of text, without blanks at the ends</source>
        <translation>%1 n’est pas un identifiant d’utilisateur : 1 à %2 octets de texte, sans blancs aux extrémités</translation>
    </message>
    <message>
        <source>%1 is not a role; there are %2</source>
        <translation>%1 n’est pas un rôle ; il y a %2</translation>
    </message>
    <message>
        <source>there is no secret to sign with: neither auth.jwt_secret nor auth.jwt_secret_file is set; relais-server init makes a configuration with one, and --config names it</source>
        <translation>il n’y a pas de secret pour signer : ni auth.jwt_secret ni auth.jwt_secret_file n’est défini ; relais-server init crée une configuration qui en a un, et --config la désigne</translation>
    </message>
    <message>
        <source>--ttl takes a duration from 1s to 366d, with its unit (s, m, h, d), and not %1</source>
        <translation>--ttl prend une durée de 1s à 366d, avec son unité (s, m, h, d), et non %1</translation>
    </message>
    <message>
        <source>for user %1, roles %2, for %3</source>
        <translation>pour l’utilisateur %1, rôles %2, pendant %3</translation>
    </message>
    <message>
        <source>who its bearer is</source>
        <translation>qui en est le porteur</translation>
    </message>
    <message>
        <source>how long it is good for, such as 10m or 7d (default 1h)</source>
        <translation>sa durée de validité, comme 10m ou 7d (défaut 1h)</translation>
    </message>
    <message>
        <source>Signs a token for trying out with the secret of the configuration, and prints it.</source>
        <translation>Signe un jeton d’essai avec le secret de la configuration, et l’affiche.</translation>
    </message>
    <message>
        <source>TLS: OpenSSL cannot be set up: %1</source>
        <translation>TLS : OpenSSL ne peut pas être initialisé : %1</translation>
    </message>
    <message>
        <source>TLS: %1: OpenSSL refuses the certificate: %2</source>
        <translation>TLS : %1 : OpenSSL refuse le certificat : %2</translation>
    </message>
    <message>
        <source>TLS: %1: %2</source>
        <translation>TLS : %1 : %2</translation>
    </message>
    <message>
        <source>longer than any PEM file should be</source>
        <translation>plus long que ne devrait l’être un fichier PEM</translation>
    </message>
    <message>
        <source>holds no certificate in PEM form</source>
        <translation>ne contient pas de certificat au format PEM</translation>
    </message>
    <message>
        <source>holds a damaged certificate (%1)</source>
        <translation>contient un certificat endommagé (%1)</translation>
    </message>
    <message>
        <source>the key is encrypted, and the server has nobody to ask for the passphrase; store it without one</source>
        <translation>la clé est chiffrée, et le serveur n’a personne à qui demander la phrase de passe ; enregistrez-la sans</translation>
    </message>
    <message>
        <source>holds no private key in PEM form</source>
        <translation>ne contient pas de clé privée au format PEM</translation>
    </message>
    <message>
        <source>is not the key of the certificate in %1</source>
        <translation>n’est pas la clé du certificat de %1</translation>
    </message>
    <message>
        <source>write a configuration with a fresh secret</source>
        <translation>écrit une configuration avec un secret neuf</translation>
    </message>
    <message>
        <source>make, list and revoke API keys; revoke users</source>
        <translation>crée, liste et révoque des clés d’API ; révoque des utilisateurs</translation>
    </message>
    <message>
        <source>sign a token for trying out</source>
        <translation>signe un jeton d’essai</translation>
    </message>
    <message>
        <source>Usage: relais-server [OPTION]…
       relais-server COMMAND --help
Keeps browsers and apps in sync, over WebSocket and HTTP on one port.</source>
        <translation>Utilisation : relais-server [OPTION]…
              relais-server COMMANDE --help
Garde navigateurs et applications synchronisés, par WebSocket et HTTP sur un seul port.</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Commandes</translation>
    </message>
    <message>
        <source>begin relais.toml, with authentication</source>
        <translation>commencer relais.toml, avec authentification</translation>
    </message>
    <message>
        <source>everyone on this machine can read %1, a secret, in this file; chmod 600 %2</source>
        <translation>tout le monde sur cette machine peut lire %1, un secret, dans ce fichier ; chmod 600 %2</translation>
    </message>
    <message>
        <source>Where the server listens. localhost is 127.0.0.1 and ::1 both; :: is every address of the machine, 0.0.0.0 those of IPv4.</source>
        <translation>Où le serveur écoute. localhost est à la fois 127.0.0.1 et ::1 ; :: est toute adresse de la machine, 0.0.0.0 celles d’IPv4.</translation>
    </message>
    <message>
        <source>most bytes of messages in one answer to a poll; hasMore says of more</source>
        <translation>nombre maximal d’octets de messages dans une réponse à un poll ; hasMore annonce la suite</translation>
    </message>
    <message>
        <source>most bytes held by bodies that have not come whole, over all clients of a thread</source>
        <translation>nombre maximal d’octets retenus par des corps incomplets, tous clients d’un fil confondus</translation>
    </message>
    <message>
        <source>directory of journal, API keys and audit log</source>
        <translation>répertoire du journal des messages, des clés d’API et du journal d’audit</translation>
    </message>
    <message>
        <source>what keeps messages over a restart: a file in data_dir, or nothing</source>
        <translation>ce qui garde les messages d’un démarrage à l’autre : un fichier dans data_dir, ou rien</translation>
    </message>
    <message>
        <source>when a message in the journal is acknowledged: full survives a power cut, normal an end of the server only</source>
        <translation>quand un message du journal est confirmé : full survit à une coupure de courant, normal à une fin du serveur seulement</translation>
    </message>
    <message>
        <source>the journal %1 is damaged and cannot be set aside: %2</source>
        <translation>le journal des messages %1 est endommagé et ne peut être mis de côté : %2</translation>
    </message>
    <message>
        <source>cannot write %1: %2</source>
        <translation>impossible d’écrire %1 : %2</translation>
    </message>
    <message>
        <source>the journal %1 is in use by another server; stop that one, or choose another directory with --data-dir</source>
        <translation>le journal des messages %1 est utilisé par un autre serveur ; arrêtez celui-ci, ou choisissez un autre répertoire avec --data-dir</translation>
    </message>
    <message>
        <source>cannot use the journal %1: %2; --journal none does without one</source>
        <translation>impossible d’utiliser le journal des messages %1 : %2 ; --journal none s’en passe</translation>
    </message>
    <message>
        <source>the journal %1 is of a later version of relais-server; use that one, or move the file away</source>
        <translation>le journal des messages %1 vient d’une version plus récente de relais-server ; utilisez celle-là, ou déplacez le fichier</translation>
    </message>
    <message>
        <source>%1 is a database of another program; choose another directory with --data-dir</source>
        <translation>%1 est une base de données d’un autre programme ; choisissez un autre répertoire avec --data-dir</translation>
    </message>
    <message>
        <source>who may read /metrics without the token of an operator: loopback is this machine, but not through a proxy; operator is nobody</source>
        <translation>qui peut lire /metrics sans le jeton d’un opérateur : loopback est cette machine, mais pas à travers un mandataire ; operator, personne</translation>
    </message>
    <message>
        <source>an http or https URL without query, such as https://cdn.example.org</source>
        <translation>une URL http ou https sans paramètres, telle que https://cdn.example.org</translation>
    </message>
    <message>
        <source>where browsers get the files of the demo page, when a CDN stands in front of the server; empty is the server itself</source>
        <translation>où les navigateurs prennent les fichiers de la page de démonstration, quand un CDN est placé devant le serveur ; vide : le serveur lui-même</translation>
    </message>
</context>
</TS>
