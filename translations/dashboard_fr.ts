<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>Alerts</name>
    <message>
        <source>Connection lost</source>
        <translation>Connexion perdue</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Slow delivery</source>
        <translation>Livraison lente</translation>
    </message>
    <message>
        <source>Old messages</source>
        <translation>Messages anciens</translation>
    </message>
    <message>
        <source>Many connections</source>
        <translation>Beaucoup de connexions</translation>
    </message>
    <message>
        <source>Few connections</source>
        <translation>Peu de connexions</translation>
    </message>
    <message>
        <source>%1, above the limit of %2</source>
        <translation>%1, au-dessus du seuil de %2</translation>
    </message>
    <message>
        <source>%1, below the limit of %2</source>
        <translation>%1, au-dessous du seuil de %2</translation>
    </message>
    <message>
        <source>no figures from the server for %1</source>
        <translation>pas de chiffres du serveur depuis %1</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Critique</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Avertissement</translation>
    </message>
</context>
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
    <name>Duration</name>
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
        <source>%1 d %2 h</source>
        <translation>%1 j %2 h</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>Bad request</source>
        <translation>Requête incorrecte</translation>
    </message>
    <message>
        <source>Not valid JSON</source>
        <translation>JSON non valide</translation>
    </message>
    <message>
        <source>A field is missing or has the wrong form</source>
        <translation>Un champ manque ou n’a pas la bonne forme</translation>
    </message>
    <message>
        <source>Not a message type</source>
        <translation>Ce n’est pas un type de message</translation>
    </message>
    <message>
        <source>The type is the server&apos;s own</source>
        <translation>Ce type est réservé au serveur</translation>
    </message>
    <message>
        <source>Not a user id</source>
        <translation>Ce n’est pas un identifiant d’utilisateur</translation>
    </message>
    <message>
        <source>Not a cursor</source>
        <translation>Ce n’est pas un curseur</translation>
    </message>
    <message>
        <source>A parameter is missing or has the wrong form</source>
        <translation>Un paramètre manque ou n’a pas la bonne forme</translation>
    </message>
    <message>
        <source>Nested too deeply</source>
        <translation>Imbrication trop profonde</translation>
    </message>
    <message>
        <source>Not authenticated</source>
        <translation>Non authentifié</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>Non autorisé</translation>
    </message>
    <message>
        <source>Origin not allowed</source>
        <translation>Origine non autorisée</translation>
    </message>
    <message>
        <source>Message type not allowed</source>
        <translation>Type de message non autorisé</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Introuvable</translation>
    </message>
    <message>
        <source>Method not allowed</source>
        <translation>Méthode non autorisée</translation>
    </message>
    <message>
        <source>The request took too long to arrive</source>
        <translation>La requête a mis trop de temps à arriver</translation>
    </message>
    <message>
        <source>In conflict with the present state</source>
        <translation>En conflit avec l’état actuel</translation>
    </message>
    <message>
        <source>Length required</source>
        <translation>Longueur exigée</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>Trop volumineux</translation>
    </message>
    <message>
        <source>URI too long</source>
        <translation>URI trop longue</translation>
    </message>
    <message>
        <source>Unsupported media type</source>
        <translation>Type de contenu non pris en charge</translation>
    </message>
    <message>
        <source>Expectation failed</source>
        <translation>Attente non satisfaite</translation>
    </message>
    <message>
        <source>Idempotency key used with another body</source>
        <translation>Clé d’idempotence déjà utilisée avec un autre contenu</translation>
    </message>
    <message>
        <source>WebSocket upgrade required</source>
        <translation>Passage à WebSocket exigé</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Trop de requêtes</translation>
    </message>
    <message>
        <source>Header fields too large</source>
        <translation>En-têtes trop volumineux</translation>
    </message>
    <message>
        <source>Internal error</source>
        <translation>Erreur interne</translation>
    </message>
    <message>
        <source>Not implemented</source>
        <translation>Non pris en charge</translation>
    </message>
    <message>
        <source>The server is shutting down</source>
        <translation>Le serveur s’arrête</translation>
    </message>
    <message>
        <source>The server is overloaded</source>
        <translation>Le serveur est surchargé</translation>
    </message>
    <message>
        <source>The message log is full</source>
        <translation>Le journal des messages est plein</translation>
    </message>
    <message>
        <source>The journal cannot be written</source>
        <translation>Le journal ne peut pas être écrit</translation>
    </message>
    <message>
        <source>The keys of tokens are not known yet</source>
        <translation>Les clés des jetons ne sont pas encore connues</translation>
    </message>
    <message>
        <source>HTTP version not supported</source>
        <translation>Version de HTTP non prise en charge</translation>
    </message>
    <message>
        <source>Disconnected by an operator</source>
        <translation>Déconnecté par un opérateur</translation>
    </message>
    <message>
        <source>Protocol error</source>
        <translation>Erreur de protocole</translation>
    </message>
    <message>
        <source>Message too big</source>
        <translation>Message trop volumineux</translation>
    </message>
    <message>
        <source>Too slow, fell behind what is kept</source>
        <translation>Trop lent, en retard sur ce qui est conservé</translation>
    </message>
    <message>
        <source>Token expired</source>
        <translation>Jeton expiré</translation>
    </message>
    <message>
        <source>Asked to reconnect</source>
        <translation>Invité à se reconnecter</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
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
    <name>JsonFault</name>
    <message>
        <source>expected %1, found %2</source>
        <translation>attendu : %1 ; trouvé : %2</translation>
    </message>
    <message>
        <source>text after the document, beginning with %1</source>
        <translation>texte après le document, à partir de %1</translation>
    </message>
    <message>
        <source>control character %1 in a string must be escaped</source>
        <translation>caractère de contrôle %1 à échapper dans une chaîne</translation>
    </message>
    <message>
        <source>invalid UTF-8 at byte %1</source>
        <translation>UTF-8 non valide à l’octet %1</translation>
    </message>
    <message>
        <source>nested deeper than %1 levels</source>
        <translation>imbrication de plus de %1 niveaux</translation>
    </message>
    <message>
        <source>JSON must not begin with a byte order mark</source>
        <translation>un JSON ne commence pas par une marque d’ordre des octets</translation>
    </message>
    <message>
        <source>a number must not have leading zeros</source>
        <translation>un nombre ne commence pas par des zéros</translation>
    </message>
    <message>
        <source>number out of range: an integer must fit 64 bits</source>
        <translation>nombre hors limites : un entier tient sur 64 bits</translation>
    </message>
    <message>
        <source>number out of range: it must fit a double</source>
        <translation>nombre hors limites : il doit tenir dans un double</translation>
    </message>
    <message>
        <source>lone surrogate: it is no character without its other half</source>
        <translation>demi-codet isolé : sans son autre moitié, ce n’est pas un caractère</translation>
    </message>
    <message>
        <source>the end of the text</source>
        <translation>la fin du texte</translation>
    </message>
    <message>
        <source>a value</source>
        <translation>une valeur</translation>
    </message>
    <message>
        <source>a name in double quotes</source>
        <translation>un nom entre guillemets droits</translation>
    </message>
    <message>
        <source>&apos;,&apos; or &apos;}&apos;</source>
        <translation>« , » ou « } »</translation>
    </message>
    <message>
        <source>&apos;,&apos; or &apos;]&apos;</source>
        <translation>« , » ou « ] »</translation>
    </message>
    <message>
        <source>a digit</source>
        <translation>un chiffre</translation>
    </message>
    <message>
        <source>a digit after the point</source>
        <translation>un chiffre après le point</translation>
    </message>
    <message>
        <source>a digit of the exponent</source>
        <translation>un chiffre de l’exposant</translation>
    </message>
    <message>
        <source>the &apos;&quot;&apos; that ends the string</source>
        <translation>le « &quot; » qui termine la chaîne</translation>
    </message>
    <message>
        <source>one of &quot; \ / b f n r t u after the backslash</source>
        <translation>&quot; \ / b f n r t ou u après la barre oblique inverse</translation>
    </message>
    <message>
        <source>four hexadecimal digits after \u</source>
        <translation>quatre chiffres hexadécimaux après \u</translation>
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
    <name>relais::dashboard::AlertBanner</name>
    <message>
        <source>Alerts</source>
        <translation>Alertes</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::AlertHistoryModel</name>
    <message>
        <source>lasts</source>
        <translation>en cours</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>Alerte</translation>
    </message>
    <message>
        <source>When it began</source>
        <translation>Au début</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::AlertMenu</name>
    <message>
        <source>&amp;Alerts</source>
        <translation>&amp;Alertes</translation>
    </message>
    <message>
        <source>&amp;Limits and past alerts…</source>
        <translation>&amp;Seuils et alertes passées…</translation>
    </message>
    <message>
        <source>&amp;Dismiss all alerts</source>
        <translation>&amp;Masquer toutes les alertes</translation>
    </message>
    <message>
        <source>&amp;Mute notifications (until %1)</source>
        <translation>&amp;Notifications en sourdine (jusqu’à %1)</translation>
    </message>
    <message>
        <source>&amp;Mute notifications for 1 hour</source>
        <translation>&amp;Notifications en sourdine pendant 1 heure</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::AlertRow</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 (since %2)</source>
        <translation>%1 (depuis %2)</translation>
    </message>
    <message>
        <source>Alerts…</source>
        <translation>Alertes…</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Masquer</translation>
    </message>
    <message>
        <source>Dismiss %1</source>
        <translation>Masquer %1</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::AlertsDialog</name>
    <message>
        <source>Now: %1</source>
        <translation>À présent&#xa0;: %1</translation>
    </message>
    <message>
        <source>⚠ none for %1</source>
        <translation>⚠ aucun depuis %1</translation>
    </message>
    <message>
        <source>live</source>
        <translation>en direct</translation>
    </message>
    <message>
        <source>⚠ %1, past the limit</source>
        <translation>⚠ %1, seuil passé</translation>
    </message>
    <message>
        <source>⚠ With these limits any number of connections is too many or too few.</source>
        <translation>⚠ Avec ces seuils, tout nombre de connexions est trop grand ou trop petit.</translation>
    </message>
    <message>
        <source>No &amp;figures from the server</source>
        <translation>Pas de &amp;chiffres du serveur</translation>
    </message>
    <message>
        <source>&amp;Errors above</source>
        <translation>&amp;Erreurs au-dessus de</translation>
    </message>
    <message>
        <source>Delivery &amp;latency (99 %) above</source>
        <translation>Délai de &amp;livraison (99 %) au-dessus de</translation>
    </message>
    <message>
        <source>Age of the &amp;oldest message above</source>
        <translation>Â&amp;ge du plus ancien message au-dessus de</translation>
    </message>
    <message>
        <source>&amp;Connections above</source>
        <translation>Connexions au-&amp;dessus de</translation>
    </message>
    <message>
        <source>Connections &amp;below</source>
        <translation>Connexions au-dessou&amp;s de</translation>
    </message>
    <message>
        <source> s</source>
        <translation>&#xa0;s</translation>
    </message>
    <message>
        <source>%1: for at least</source>
        <translation>%1&#xa0;: pendant au moins</translation>
    </message>
    <message>
        <source>%1: limit</source>
        <translation>%1&#xa0;: seuil</translation>
    </message>
    <message>
        <source> /s</source>
        <translation>&#xa0;/s</translation>
    </message>
    <message>
        <source> ms</source>
        <translation>&#xa0;ms</translation>
    </message>
    <message>
        <source> min</source>
        <translation>&#xa0;min</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alertes</translation>
    </message>
    <message>
        <source>L&amp;imits</source>
        <translation>Se&amp;uils</translation>
    </message>
    <message>
        <source>&amp;Past alerts</source>
        <translation>Alertes &amp;passées</translation>
    </message>
    <message>
        <source>Limits for %1. Each server has its own.</source>
        <translation>Seuils de %1. Chaque serveur a les siens.</translation>
    </message>
    <message>
        <source>Each server has its own limits: connect to one to choose them.</source>
        <translation>Chaque serveur a ses propres seuils&#xa0;: connectez-vous à l’un d’eux pour les choisir.</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>Alerte</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Seuil</translation>
    </message>
    <message>
        <source>For at least</source>
        <translation>Pendant au moins</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>À présent</translation>
    </message>
    <message>
        <source>Past alerts</source>
        <translation>Alertes passées</translation>
    </message>
    <message>
        <source>Show alerts as &amp;notifications of the desktop, too</source>
        <translation>Montrer les alertes aussi comme &amp;notifications du bureau</translation>
    </message>
    <message>
        <source>&amp;Keep running in the tray when the window is closed</source>
        <translation>&amp;Rester dans la zone de notification quand la fenêtre est fermée</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>&amp;Restore the defaults</source>
        <translation>Valeurs par dé&amp;faut</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::ArchivePanel</name>
    <message>
        <source>⚠ Templates and history cannot be saved: %1</source>
        <translation>⚠ Les modèles et l’historique ne peuvent pas être enregistrés&#xa0;: %1</translation>
    </message>
    <message>
        <source>✗ refused</source>
        <translation>✗ refusé</translation>
    </message>
    <message numerus="yes">
        <source>✓ %Ln client(s)</source>
        <translation>
            <numerusform>✓ %Ln client</numerusform>
            <numerusform>✓ %Ln clients</numerusform>
        </translation>
    </message>
    <message>
        <source>Save as template</source>
        <translation>Enregistrer comme modèle</translation>
    </message>
    <message>
        <source>Name of the template; one of the same name is replaced:</source>
        <translation>Nom du modèle&#x202f;; celui du même nom est remplacé&#xa0;:</translation>
    </message>
    <message>
        <source>⚠ There are too many templates; delete one first.</source>
        <translation>⚠ Il y a trop de modèles&#x202f;; supprimez-en un d’abord.</translation>
    </message>
    <message>
        <source>Delete a template</source>
        <translation>Supprimer un modèle</translation>
    </message>
    <message>
        <source>Delete the template “%1”?</source>
        <translation>Supprimer le modèle «&#xa0;%1&#xa0;»&#x202f;?</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Supprimer</translation>
    </message>
    <message>
        <source>Te&amp;mplates</source>
        <translation>&amp;Modèles</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Sent before</source>
        <translation>Déjà envoyés</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Enregistrer…</translation>
    </message>
    <message>
        <source>Save what is written as a template</source>
        <translation>Enregistrer ce qui est écrit comme modèle</translation>
    </message>
    <message>
        <source>&amp;Use</source>
        <translation>&amp;Utiliser</translation>
    </message>
    <message>
        <source>Take the template over into the form (Return)</source>
        <translation>Reprendre le modèle dans le formulaire (Entrée)</translation>
    </message>
    <message>
        <source>Sent before (&amp;history)</source>
        <translation>Déjà envoyés (&amp;historique)</translation>
    </message>
    <message>
        <source>Take over to &amp;repeat</source>
        <translation>Reprendre pour &amp;répéter</translation>
    </message>
    <message>
        <source>Take it over into the form, to send it again (Return)</source>
        <translation>Le reprendre dans le formulaire pour l’envoyer à nouveau (Entrée)</translation>
    </message>
    <message>
        <source>⚠ The file of templates and history could not be read. It was set aside as %1</source>
        <translation>⚠ Le fichier des modèles et de l’historique n’a pas pu être lu. Il a été mis de côté&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::AuditModel</name>
    <message>
        <source>Time</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Did</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Cible</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Depuis</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Fois</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Détail</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rôles</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::AuditPage</name>
    <message>
        <source>Select a record to see all of it.</source>
        <translation>Sélectionnez un enregistrement pour le voir en entier.</translation>
    </message>
    <message>
        <source>⚠ Not up to date: %1</source>
        <translation>⚠ Pas à jour&#xa0;: %1</translation>
    </message>
    <message numerus="yes">
        <source>The newest %Ln record(s)</source>
        <translation>
            <numerusform>Le plus récent enregistrement</numerusform>
            <numerusform>Les %Ln enregistrements les plus récents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s), all that the server remembers</source>
        <translation>
            <numerusform>%Ln enregistrement, tout ce que le serveur a en mémoire</numerusform>
            <numerusform>%Ln enregistrements, tout ce que le serveur a en mémoire</numerusform>
        </translation>
    </message>
    <message>
        <source>Who contains (Ctrl+F)</source>
        <translation>Qui contient (Ctrl+F)</translation>
    </message>
    <message>
        <source>Did contains: broadcast, force, refused…</source>
        <translation>Action contient&#xa0;: broadcast, force, refused…</translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>&amp;Actualiser</translation>
    </message>
    <message>
        <source>Show the newest (F5)</source>
        <translation>Afficher les plus récents (F5)</translation>
    </message>
    <message>
        <source>&amp;Older…</source>
        <translation>&amp;Plus anciens…</translation>
    </message>
    <message>
        <source>Audit records</source>
        <translation>Journal d’audit</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::BroadcastForm</name>
    <message>
        <source>The payload is not valid.</source>
        <translation>Le contenu n’est pas valide.</translation>
    </message>
    <message>
        <source>Name at least one user, each on a line.</source>
        <translation>Nommez au moins un utilisateur, un par ligne.</translation>
    </message>
    <message>
        <source>“%1” cannot be a user&apos;s id.</source>
        <translation>«&#xa0;%1&#xa0;» ne peut pas être l’identifiant d’un utilisateur.</translation>
    </message>
    <message>
        <source>Name the type of the message.</source>
        <translation>Indiquez le type du message.</translation>
    </message>
    <message>
        <source>A type is made of a–z, 0–9 and _, in parts joined by . : or -, begins with a letter, and has at most 64 characters.</source>
        <translation>Un type est fait de a–z, 0–9 et _, en parties jointes par .&#xa0;: ou -, commence par une lettre et compte au plus 64 caractères.</translation>
    </message>
    <message>
        <source>Types that begin with sync. are the server&apos;s own.</source>
        <translation>Les types qui commencent par sync. sont réservés au serveur.</translation>
    </message>
    <message>
        <source>To</source>
        <translation>À</translation>
    </message>
    <message>
        <source>&amp;Everyone</source>
        <translation>&amp;Tout le monde</translation>
    </message>
    <message>
        <source>These &amp;users, one a line</source>
        <translation>Ces &amp;utilisateurs, un par ligne</translation>
    </message>
    <message>
        <source>Users, one a line</source>
        <translation>Utilisateurs, un par ligne</translation>
    </message>
    <message>
        <source>&amp;Type</source>
        <translation>T&amp;ype</translation>
    </message>
    <message>
        <source>order.updated</source>
        <translation>order.updated</translation>
    </message>
    <message>
        <source>Pa&amp;yload</source>
        <translation>&amp;Contenu</translation>
    </message>
    <message>
        <source>For&amp;mat</source>
        <translation>Mettre en &amp;forme</translation>
    </message>
    <message>
        <source>Lay the JSON out, one member a line</source>
        <translation>Mettre le JSON en forme, un membre par ligne</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::BroadcastPage</name>
    <message numerus="yes">
        <source>%Ln client(s) connected now</source>
        <translation>
            <numerusform>%Ln client connecté en ce moment</numerusform>
            <numerusform>%Ln clients connectés en ce moment</numerusform>
        </translation>
    </message>
    <message>
        <source>every client</source>
        <translation>tous les clients</translation>
    </message>
    <message numerus="yes">
        <source>%Ln user(s)</source>
        <translation>
            <numerusform>%Ln utilisateur</numerusform>
            <numerusform>%Ln utilisateurs</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Reaches %1</source>
        <translation>Destinataires&#xa0;: %1</translation>
    </message>
    <message>
        <source>Send “%1” (%2)?</source>
        <translation>Envoyer «&#xa0;%1&#xa0;» (%2)&#x202f;?</translation>
    </message>
    <message>
        <source>It reaches %1.</source>
        <translation>Destinataires&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Broadcast</source>
        <translation>Diffusion</translation>
    </message>
    <message>
        <source>&amp;Send to everyone</source>
        <translation>&amp;Envoyer à tous</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Envoyer</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Envoi…</translation>
    </message>
    <message numerus="yes">
        <source>✓ Sent to %Ln client(s), as %1</source>
        <translation>
            <numerusform>✓ Envoyé à %Ln client, sous %1</numerusform>
            <numerusform>✓ Envoyé à %Ln clients, sous %1</numerusform>
        </translation>
    </message>
    <message>
        <source>✗ Not sent: %1</source>
        <translation>✗ Pas envoyé&#xa0;: %1</translation>
    </message>
    <message>
        <source>Se&amp;nd…</source>
        <translation>E&amp;nvoyer…</translation>
    </message>
    <message>
        <source>Send after a confirmation (Ctrl+Return)</source>
        <translation>Envoyer après confirmation (Ctrl+Entrée)</translation>
    </message>
    <message>
        <source>Asks before it does</source>
        <translation>Demande une confirmation</translation>
    </message>
    <message>
        <source>You can broadcast, but not force a sync: your token is not an admin&apos;s.</source>
        <translation>Vous pouvez diffuser, mais pas forcer une synchronisation : votre jeton n’est pas celui d’un admin.</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::ClientsModel</name>
    <message>
        <source>(none)</source>
        <translation>(aucun)</translation>
    </message>
    <message>
        <source>long poll</source>
        <translation>long poll</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message>
        <source>✗ gone</source>
        <translation>✗ parti</translation>
    </message>
    <message>
        <source>no token yet</source>
        <translation>pas encore de jeton</translation>
    </message>
    <message>
        <source>⚠ catching up</source>
        <translation>⚠ en rattrapage</translation>
    </message>
    <message>
        <source>live</source>
        <translation>en direct</translation>
    </message>
    <message>
        <source>may not read</source>
        <translation>sans droit de lecture</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Transport</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Connected since</source>
        <translation>Connecté depuis</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>Retard</translation>
    </message>
    <message>
        <source>Behind by</source>
        <translation>Retard (durée)</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En file</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Envoyés</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::ClientsPage</name>
    <message>
        <source>⚠ Not up to date: %1</source>
        <translation>⚠ Pas à jour&#xa0;: %1</translation>
    </message>
    <message>
        <source>No client is connected.</source>
        <translation>Aucun client n’est connecté.</translation>
    </message>
    <message>
        <source>No client matches the filter.</source>
        <translation>Aucun client ne correspond au filtre.</translation>
    </message>
    <message numerus="yes">
        <source>%1–%2 of %Ln client(s)</source>
        <translation>
            <numerusform>%1–%2 sur %Ln client</numerusform>
            <numerusform>%1–%2 sur %Ln clients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>rows are held while you point at them or select; %Ln change(s) waiting (F5)</source>
        <translation>
            <numerusform>lignes figées tant que la souris est dessus ou que vous sélectionnez&#x202f;; %Ln changement en attente (F5)</numerusform>
            <numerusform>lignes figées tant que la souris est dessus ou que vous sélectionnez&#x202f;; %Ln changements en attente (F5)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask %Ln client(s) to connect anew?</source>
        <translation>
            <numerusform>Demander à %Ln client de se reconnecter&#x202f;?</numerusform>
            <numerusform>Demander à %Ln clients de se reconnecter&#x202f;?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disconnect %Ln client(s)? They will not come back by themselves.</source>
        <translation>
            <numerusform>Déconnecter %Ln client&#x202f;? Il ne reviendra pas de lui-même.</numerusform>
            <numerusform>Déconnecter %Ln clients&#x202f;? Ils ne reviendront pas d’eux-mêmes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Disconnect clients</source>
        <translation>Déconnecter des clients</translation>
    </message>
    <message>
        <source>&amp;Reconnect</source>
        <translation>&amp;Reconnecter</translation>
    </message>
    <message>
        <source>&amp;Disconnect</source>
        <translation>&amp;Déconnecter</translation>
    </message>
    <message numerus="yes">
        <source>%Ln client(s) disconnected</source>
        <translation>
            <numerusform>%Ln client déconnecté</numerusform>
            <numerusform>%Ln clients déconnectés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✗ %Ln not: %1</source>
        <translation>
            <numerusform>✗ %Ln échec&#xa0;: %1</numerusform>
            <numerusform>✗ %Ln échecs&#xa0;: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln to go</source>
        <translation>
            <numerusform>encore %Ln</numerusform>
            <numerusform>encore %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Select clients to see more of them, or to disconnect them.</source>
        <translation>Sélectionnez des clients pour en voir plus, ou pour les déconnecter.</translation>
    </message>
    <message>
        <source>User, address or id; transport:webSocket (Ctrl+F)</source>
        <translation>Utilisateur, adresse ou id&#x202f;; transport:webSocket (Ctrl+F)</translation>
    </message>
    <message>
        <source>Filter clients</source>
        <translation>Filtrer les clients</translation>
    </message>
    <message>
        <source>&amp;Slowest first</source>
        <translation>Plus &amp;lents d’abord</translation>
    </message>
    <message>
        <source>Those that are furthest behind come first</source>
        <translation>Les plus en retard viennent en premier</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>&amp;Colonnes</translation>
    </message>
    <message>
        <source>Re&amp;fresh</source>
        <translation>&amp;Actualiser</translation>
    </message>
    <message>
        <source>Ask now, and let the rows move (F5)</source>
        <translation>Interroger le serveur et laisser les lignes bouger (F5)</translation>
    </message>
    <message>
        <source>Connected clients</source>
        <translation>Clients connectés</translation>
    </message>
    <message>
        <source>◀ &amp;Previous</source>
        <translation>◀ &amp;Précédente</translation>
    </message>
    <message>
        <source>Previous page (Alt+Page up)</source>
        <translation>Page précédente (Alt+Page préc.)</translation>
    </message>
    <message>
        <source>&amp;Next ▶</source>
        <translation>&amp;Suivante ▶</translation>
    </message>
    <message>
        <source>Next page (Alt+Page down)</source>
        <translation>Page suivante (Alt+Page suiv.)</translation>
    </message>
    <message>
        <source>Show &amp;queue</source>
        <translation>Voir la &amp;file</translation>
    </message>
    <message>
        <source>What is kept for this client&apos;s user</source>
        <translation>Ce qui est gardé pour l’utilisateur de ce client</translation>
    </message>
    <message>
        <source>&amp;Reconnect…</source>
        <translation>&amp;Reconnecter…</translation>
    </message>
    <message>
        <source>&amp;Disconnect…</source>
        <translation>&amp;Déconnecter…</translation>
    </message>
    <message>
        <source>Close their connections; they connect anew at once</source>
        <translation>Fermer leurs connexions&#x202f;; ils se reconnectent aussitôt</translation>
    </message>
    <message>
        <source>Close their connections for good (Delete)</source>
        <translation>Fermer leurs connexions pour de bon (Suppr)</translation>
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
    <name>relais::dashboard::DesktopNotifier</name>
    <message>
        <source>Show</source>
        <translation>Afficher</translation>
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
    <name>relais::dashboard::ForcePanel</name>
    <message numerus="yes">
        <source>Ask all %Ln connected client(s) to fetch everything anew?</source>
        <translation>
            <numerusform>Demander à %Ln client connecté de tout recharger&#x202f;?</numerusform>
            <numerusform>Demander aux %Ln clients connectés de tout recharger&#x202f;?</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask every connected client to fetch everything anew?</source>
        <translation>Demander à tous les clients connectés de tout recharger&#x202f;?</translation>
    </message>
    <message>
        <source>Ask every client of the user “%1” to fetch everything anew?</source>
        <translation>Demander à tous les clients de l’utilisateur «&#xa0;%1&#xa0;» de tout recharger&#x202f;?</translation>
    </message>
    <message>
        <source>Each does so within %1. Your application has to answer all of them.</source>
        <translation>Chacun le fait en %1 au plus. Votre application doit répondre à tous.</translation>
    </message>
    <message>
        <source>Force a sync</source>
        <translation>Forcer une synchronisation</translation>
    </message>
    <message>
        <source>&amp;Force the sync</source>
        <translation>&amp;Forcer la synchronisation</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Envoi…</translation>
    </message>
    <message>
        <source>✗ Not forced: %1</source>
        <translation>✗ Pas forcée&#xa0;: %1</translation>
    </message>
    <message numerus="yes">
        <source>✓ %Ln client(s) asked.</source>
        <translation>
            <numerusform>✓ %Ln client sollicité.</numerusform>
            <numerusform>✓ %Ln clients sollicités.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Everyone: %Ln client(s) connected now</source>
        <translation>
            <numerusform>Tout le monde&#xa0;: %Ln client connecté en ce moment</numerusform>
            <numerusform>Tout le monde&#xa0;: %Ln clients connectés en ce moment</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This user: %Ln client(s) connected now</source>
        <translation>
            <numerusform>Cet utilisateur&#xa0;: %Ln client connecté en ce moment</numerusform>
            <numerusform>Cet utilisateur&#xa0;: %Ln clients connectés en ce moment</numerusform>
        </translation>
    </message>
    <message>
        <source>Counting the clients…</source>
        <translation>Décompte des clients…</translation>
    </message>
    <message>
        <source>&amp;Only user</source>
        <translation>Utilisateur &amp;seul</translation>
    </message>
    <message>
        <source>everyone</source>
        <translation>tout le monde</translation>
    </message>
    <message>
        <source>Re&amp;ason</source>
        <translation>&amp;Raison</translation>
    </message>
    <message>
        <source>told to the clients</source>
        <translation>transmise aux clients</translation>
    </message>
    <message>
        <source>Sprea&amp;d over</source>
        <translation>É&amp;taler sur</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Each client waits a random time up to this, so that not all come at once</source>
        <translation>Chaque client attend un temps aléatoire jusqu’à cette durée, pour que tous n’arrivent pas à la fois</translation>
    </message>
    <message>
        <source>&amp;Force sync…</source>
        <translation>&amp;Forcer la synchro…</translation>
    </message>
    <message numerus="yes">
        <source>✓ %Ln client(s) asked; told by now: %1 of the %2 connected</source>
        <translation>
            <numerusform>✓ %Ln client sollicité ; prévenus : %1 des %2 connectés</numerusform>
            <numerusform>✓ %Ln clients sollicités ; prévenus : %1 des %2 connectés</numerusform>
        </translation>
    </message>
    <message>
        <source>they fetch within the next %1</source>
        <translation>ils relisent dans les %1</translation>
    </message>
    <message>
        <source>Clients that have been told</source>
        <translation>Clients prévenus</translation>
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
    <name>relais::dashboard::JsonEditor</name>
    <message>
        <source>✗ Too big for a message</source>
        <translation>✗ Trop grand pour un message</translation>
    </message>
    <message>
        <source>Write the payload as JSON</source>
        <translation>Écrivez le contenu en JSON</translation>
    </message>
    <message>
        <source>✗ Line %1, column %2: %3 (F8)</source>
        <translation>✗ Ligne %1, colonne %2&#xa0;: %3 (F8)</translation>
    </message>
    <message>
        <source>✓ Valid JSON</source>
        <translation>✓ JSON valide</translation>
    </message>
    <message>
        <source>%1 of %2 bytes</source>
        <translation>%1 octets sur %2</translation>
    </message>
    <message>
        <source>Payload (JSON)</source>
        <translation>Contenu (JSON)</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::JsonView</name>
    <message>
        <source>(only the beginning is shown)</source>
        <translation>(seul le début est affiché)</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>Tout replier</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>Tout déplier</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Left and Right fold what the line opens, and unfold it.</source>
        <translation>Gauche et Droite replient et déplient ce que la ligne ouvre.</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::LivePage</name>
    <message numerus="yes">
        <source>%Ln message(s) written to %1</source>
        <translation>
            <numerusform>%Ln message écrit dans %1</numerusform>
            <numerusform>%Ln messages écrits dans %1</numerusform>
        </translation>
    </message>
    <message>
        <source>⚠ Nothing was written to %1: %2</source>
        <translation>⚠ Rien n’a été écrit dans %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Reprendre</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Export messages</source>
        <translation>Exporter des messages</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Select a message to see all of it.</source>
        <translation>Sélectionnez un message pour le voir en entier.</translation>
    </message>
    <message>
        <source>(everyone)</source>
        <translation>(tout le monde)</translation>
    </message>
    <message>
        <source>%1 for %2, %3
id %4</source>
        <translation>%1 pour %2, %3
id %4</translation>
    </message>
    <message>
        <source>%1 shown of the newest %2</source>
        <translation>%1 affichés sur les %2 plus récents</translation>
    </message>
    <message numerus="yes">
        <source>paused, %Ln message(s) waiting</source>
        <translation>
            <numerusform>en pause, %Ln message en attente</numerusform>
            <numerusform>en pause, %Ln messages en attente</numerusform>
        </translation>
    </message>
    <message>
        <source>⚠ %1 dropped while paused</source>
        <translation>⚠ %1 perdus pendant la pause</translation>
    </message>
    <message>
        <source>%1 left out by the server</source>
        <translation>%1 omis par le serveur</translation>
    </message>
    <message>
        <source>writing the file…</source>
        <translation>écriture du fichier…</translation>
    </message>
    <message>
        <source>Type contains</source>
        <translation>Type contient</translation>
    </message>
    <message>
        <source>User contains</source>
        <translation>Utilisateur contient</translation>
    </message>
    <message>
        <source>Payload contains (Ctrl+F)</source>
        <translation>Contenu contient (Ctrl+F)</translation>
    </message>
    <message>
        <source>E&amp;xactly</source>
        <translation>E&amp;xactement</translation>
    </message>
    <message>
        <source>Have the server send only messages of exactly this type and user. It shows only so many a second; under a flood, rare ones are not seen otherwise.</source>
        <translation>Le serveur n’envoie que les messages d’exactement ce type et cet utilisateur. Il n’en montre qu’un certain nombre par seconde&#x202f;; sous un flot, les plus rares ne se voient pas autrement.</translation>
    </message>
    <message>
        <source>Space, while the table has the focus</source>
        <translation>Espace, quand la table a le focus</translation>
    </message>
    <message>
        <source>&amp;Follow</source>
        <translation>&amp;Suivre</translation>
    </message>
    <message>
        <source>Show the newest message as it comes (End)</source>
        <translation>Montrer le dernier message dès qu’il arrive (Fin)</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Vider</translation>
    </message>
    <message>
        <source>Forget what is shown; the server keeps it (Ctrl+L)</source>
        <translation>Oublier ce qui est affiché&#x202f;; le serveur le garde (Ctrl+L)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exporter…</translation>
    </message>
    <message>
        <source>Write what passes the filter to a JSON or CSV file (Ctrl+S)</source>
        <translation>Écrire ce qui passe le filtre dans un fichier JSON ou CSV (Ctrl+S)</translation>
    </message>
    <message>
        <source>Live messages</source>
        <translation>Messages en direct</translation>
    </message>
    <message>
        <source>Payload of the selected message</source>
        <translation>Contenu du message sélectionné</translation>
    </message>
    <message>
        <source>⚠ Nothing was written to %1: another file is still being written</source>
        <translation>⚠ Rien n’a été écrit dans %1 : un autre fichier est encore en cours d’écriture</translation>
    </message>
    <message>
        <source>⚠ %1 dropped: they came too fast</source>
        <translation>⚠ %1 perdus : arrivés trop vite</translation>
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
    <name>relais::dashboard::Page</name>
    <message>
        <source>This takes the role admin; your token has not got it.</source>
        <translation>Il faut le rôle admin&#x202f;; votre jeton ne l’a pas.</translation>
    </message>
    <message>
        <source>You can look, but not act here: your token is not an admin&apos;s. Connect with an admin&apos;s token to act.</source>
        <translation>Vous pouvez regarder ici, mais pas agir&#xa0;: votre jeton n’est pas celui d’un admin. Connectez-vous avec le jeton d’un admin pour agir.</translation>
    </message>
    <message>
        <source>This takes the role admin or publisher; your token has neither.</source>
        <translation>Il faut le rôle admin ou publisher ; votre jeton n’a ni l’un ni l’autre.</translation>
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
    <name>relais::dashboard::QueuePage</name>
    <message>
        <source>Whose messages do you want to see?</source>
        <translation>De qui voulez-vous voir les messages&#x202f;?</translation>
    </message>
    <message>
        <source>⚠ Not up to date: %1</source>
        <translation>⚠ Pas à jour&#xa0;: %1</translation>
    </message>
    <message>
        <source>Nothing is kept for “%1”.</source>
        <translation>Rien n’est gardé pour «&#xa0;%1&#xa0;».</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) kept for “%1”, %2, the oldest for %3</source>
        <translation>
            <numerusform>%Ln message gardé pour «&#xa0;%1&#xa0;», %2, depuis %3</numerusform>
            <numerusform>%Ln messages gardés pour «&#xa0;%1&#xa0;», %2, le plus ancien depuis %3</numerusform>
        </translation>
    </message>
    <message>
        <source>Purge a queue</source>
        <translation>Purger une file</translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln message(s) that are kept for “%1”? Clients that have not got them are told to fetch everything anew.</source>
        <translation>
            <numerusform>Supprimer %Ln message gardé pour «&#xa0;%1&#xa0;»&#x202f;? Les clients qui ne l’ont pas reçu devront tout recharger.</numerusform>
            <numerusform>Supprimer %Ln messages gardés pour «&#xa0;%1&#xa0;»&#x202f;? Les clients qui ne les ont pas reçus devront tout recharger.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Purge</source>
        <translation>&amp;Purger</translation>
    </message>
    <message numerus="yes">
        <source>✓ %Ln message(s) deleted</source>
        <translation>
            <numerusform>✓ %Ln message supprimé</numerusform>
            <numerusform>✓ %Ln messages supprimés</numerusform>
        </translation>
    </message>
    <message>
        <source>✗ Not purged: %1</source>
        <translation>✗ Pas purgée&#xa0;: %1</translation>
    </message>
    <message>
        <source>Force a sync</source>
        <translation>Forcer une synchronisation</translation>
    </message>
    <message>
        <source>Ask every client of the user “%1” to fetch everything anew?</source>
        <translation>Demander à tous les clients de l’utilisateur «&#xa0;%1&#xa0;» de tout recharger&#x202f;?</translation>
    </message>
    <message>
        <source>&amp;Force the sync</source>
        <translation>&amp;Forcer la synchronisation</translation>
    </message>
    <message numerus="yes">
        <source>✓ %Ln client(s) asked</source>
        <translation>
            <numerusform>✓ %Ln client sollicité</numerusform>
            <numerusform>✓ %Ln clients sollicités</numerusform>
        </translation>
    </message>
    <message>
        <source>✗ Not forced: %1</source>
        <translation>✗ Pas forcée&#xa0;: %1</translation>
    </message>
    <message>
        <source>User (Ctrl+F)</source>
        <translation>Utilisateur (Ctrl+F)</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Afficher</translation>
    </message>
    <message>
        <source>&amp;More…</source>
        <translation>&amp;Plus…</translation>
    </message>
    <message>
        <source>Load the messages behind these</source>
        <translation>Charger les messages suivants</translation>
    </message>
    <message>
        <source>&amp;Force sync…</source>
        <translation>&amp;Forcer la synchro…</translation>
    </message>
    <message>
        <source>&amp;Purge…</source>
        <translation>&amp;Purger…</translation>
    </message>
    <message>
        <source>Messages that are kept</source>
        <translation>Messages gardés</translation>
    </message>
    <message>
        <source>Payload of the selected message</source>
        <translation>Contenu du message sélectionné</translation>
    </message>
    <message>
        <source>Ask this user&apos;s clients to fetch everything anew</source>
        <translation>Demander aux clients de cet utilisateur de tout recharger</translation>
    </message>
    <message>
        <source>Delete what is kept for this user</source>
        <translation>Supprimer ce qui est gardé pour cet utilisateur</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::ServerPages</name>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Ask the server now</source>
        <translation>Interroger le serveur maintenant</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrer</translation>
    </message>
    <message>
        <source>Disconnect what is selected</source>
        <translation>Déconnecter la sélection</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Files</translation>
    </message>
    <message>
        <source>Live messages</source>
        <translation>Messages en direct</translation>
    </message>
    <message>
        <source>Pause or go on</source>
        <translation>Suspendre ou reprendre</translation>
    </message>
    <message>
        <source>Follow the newest</source>
        <translation>Suivre les plus récents</translation>
    </message>
    <message>
        <source>Export what is filtered</source>
        <translation>Exporter ce qui est filtré</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Broadcast</source>
        <translation>Diffusion</translation>
    </message>
    <message>
        <source>Send what is written</source>
        <translation>Envoyer ce qui est écrit</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Audit</translation>
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
<context>
    <name>relais::dashboard::TapModel</name>
    <message>
        <source>(everyone)</source>
        <translation>(tout le monde)</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Contenu</translation>
    </message>
</context>
<context>
    <name>relais::dashboard::TrayIcon</name>
    <message>
        <source>not connected</source>
        <translation>non connecté</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>connecté</translation>
    </message>
    <message>
        <source>figures are out of date</source>
        <translation>les chiffres ne sont plus à jour</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Hide the window</source>
        <translation>Cacher la fenêtre</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>Afficher la fenêtre</translation>
    </message>
    <message>
        <source>Connect to</source>
        <translation>Se connecter à</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
</context>
</TS>
