// The list of guarantees from Go's net/http and html/template, to measure Cassia beside: the same check of the
// session, the same query, the same page. CASSIA_BOOK names the SQLite file, CASSIA_PAGE a page that Cassia made:
// its rows give way to a loop, all else stays as it is.
package main

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"html/template"
	"log"
	"net/http"
	"os"
	"runtime"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

const session = `
SELECT p.id FROM session s JOIN person p ON p.id = s.person_id JOIN organisation o ON o.id = p.organisation_id
WHERE s.token_hash = ? AND s.expires_at > 0 AND p.disabled = 0`

const list = `
SELECT g.number, e.name, p.state, g.principal, p.disbursed - p.repaid - p.principal_compensated, g.fee_rate,
    g.starts_on, g.ends_on, a.number, g.id, g.id
FROM guarantee g JOIN guarantee_position p ON p.guarantee_id = g.id JOIN enterprise e ON e.id = g.enterprise_id
    JOIN agreement a ON a.id = g.agreement_id
WHERE 1 = 1 ORDER BY g.id DESC LIMIT ?`

const rows = `{{range .}}<tr><td><a href="/guarantees/{{.Number}}">{{.Number}}</a></td><td>{{.Firm}}</td>` +
	`<td><span class="tag {{.State}}">{{state .State}}</span></td><td class="number">{{yuan .Principal}}</td>` +
	`<td class="number">{{yuan .Outstanding}}</td><td class="number">{{rate .FeeRate}}</td>` +
	`<td>{{day .StartsOn}}</td><td>{{day .EndsOn}}</td><td>{{.Agreement}}</td></tr>
{{end}}`

type guarantee struct {
	Number, Firm, State                                           string
	Principal, Outstanding, FeeRate, StartsOn, EndsOn, Key, Sorted int64
	Agreement                                                     string
}

var states = map[string]string{
	"in_force": "在保", "released": "已解保", "compensated": "已代偿", "recovering": "追偿中"}

func yuan(fen int64) string {
	whole := fmt.Sprint(fen / 100)
	for place := len(whole) - 3; place > 0; place -= 3 {
		whole = whole[:place] + "," + whole[place:]
	}
	return fmt.Sprintf("%s.%02d", whole, fen%100)
}

func pageTemplate() *template.Template {
	page, err := os.ReadFile(os.Getenv("CASSIA_PAGE"))
	check(err)
	head, rest, _ := strings.Cut(string(page), "<tbody>")
	_, tail, _ := strings.Cut(rest, "</tbody>")
	functions := template.FuncMap{
		"yuan":  yuan,
		"rate":  func(millionths int64) string { return fmt.Sprintf("%.2f%%", float64(millionths)/10000) },
		"day":   func(day int64) string { return time.Unix(day*86400, 0).UTC().Format("2006-01-02") },
		"state": func(word string) string { return states[word] },
	}
	return template.Must(template.New("page").Funcs(functions).Parse(head + "<tbody>\n" + rows + "</tbody>" + tail))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func main() {
	book, err := sql.Open("sqlite3", "file:"+os.Getenv("CASSIA_BOOK")+"?mode=ro&_cache_size=-65536&_mutex=no")
	check(err)
	book.SetMaxOpenConns(2 * runtime.NumCPU())
	book.SetMaxIdleConns(2 * runtime.NumCPU())
	who, err := book.Prepare(session)
	check(err)
	query, err := book.Prepare(list)
	check(err)
	page := pageTemplate()
	http.HandleFunc("/guarantees", func(answer http.ResponseWriter, request *http.Request) {
		cookie, err := request.Cookie("cassia_session")
		if err != nil {
			http.Error(answer, "sign in", 401)
			return
		}
		hash := sha256.Sum256([]byte(cookie.Value))
		var person int64
		if who.QueryRow(hash[:]).Scan(&person) != nil {
			http.Error(answer, "sign in", 401)
			return
		}
		found, err := query.Query(51)
		if err != nil {
			http.Error(answer, err.Error(), 500)
			return
		}
		defer found.Close()
		var all []guarantee
		for found.Next() {
			var g guarantee
			if err := found.Scan(&g.Number, &g.Firm, &g.State, &g.Principal, &g.Outstanding, &g.FeeRate, &g.StartsOn,
				&g.EndsOn, &g.Agreement, &g.Sorted, &g.Key); err != nil {
				http.Error(answer, err.Error(), 500)
				return
			}
			all = append(all, g)
		}
		if len(all) > 50 {
			all = all[:50]
		}
		var body bytes.Buffer
		if err := page.Execute(&body, all); err != nil {
			http.Error(answer, err.Error(), 500)
			return
		}
		answer.Header().Set("Content-Type", "text/html; charset=utf-8")
		answer.Write(body.Bytes())
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
