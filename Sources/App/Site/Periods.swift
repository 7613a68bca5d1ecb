import Core

/// A period that a page is asked for, with the form that asks for another.
struct Period: Sendable {
    let from: Day
    let until: Day
    /// What is wrong with what was asked for, by field.
    var problems: [String: Sentence] = [:]

    /// The days of the query; the year so far where it names none, and where they can't be read.
    init(_ ask: Ask) {
        let start = Day(ask.today.year, 1, 1) ?? ask.today
        var problems: [String: Sentence] = [:]
        func day(_ name: String, _ usual: Day) -> Day {
            guard let text = ask.given(name) else { return usual }
            if let day = Day(text) { return day }
            problems[name] = Sentence(zh: "日期应写作 2017-07-19。", en: "Write the day as 2017-07-19.")
            return usual
        }
        from = day("from", start)
        until = day("until", ask.today)
        if until < from {
            problems["until"] = Sentence(zh: "终止日早于起始日。", en: "The period ends before it begins.")
        }
        self.problems = problems
    }

    /// The period as part of an address.
    func setting(in query: Query) -> Query {
        query.setting("from", from.description).setting("until", until.description)
    }

    /// A form with both days; other values of the address are kept.
    func form(_ ask: Ask, keeping names: [String]) -> HTML {
        let t = ask.language
        let kept = names.compactMap { name in ask.query[name].map { Forms.hidden(name, $0) } }
        return """
            <form class="filters" method="get" action="\(ask.path)">\(kept)
            \(Periods.field(ask, "from", t("起始日", "From"), from, problems["from"]))
            \(Periods.field(ask, "until", t("终止日", "Until"), until, problems["until"]))
            <p class="buttons"><button class="second">\(t("查询", "Show"))</button></p></form>
            """
    }
}

/// Fields for days above a page.
enum Periods {
    static func field(_ ask: Ask, _ name: String, _ title: String, _ day: Day, _ problem: Sentence?) -> HTML {
        let shown = problem == nil ? day.description : ask.query[name] ?? ""
        let note: HTML? = problem.map {
            "<span class=\"wrong\" id=\"field-\(name)-problem\">\(ask.language($0))</span>"
        }
        let mark: HTML =
            problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"field-\(name)-problem\""
        return """
            <p><label for="field-\(name)">\(title)</label>\
            <input type="date" id="field-\(name)" name="\(name)" value="\(shown)"\(mark)>\(note)</p>
            """
    }
}
