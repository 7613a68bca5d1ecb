import Core

/// What an address of figures asks for: the day, whose figures, and which of them.
struct FiguresAsk {
    let day: Day
    let scope: FiguresScope

    init(_ ask: Ask) throws {
        let text = ask.given("as_of") ?? ask.today.description
        guard let day = Day(text) else { throw FiguresRefusal.notADay(text) }
        self.day = day
        scope = try Self.scope(of: ask.person)
    }

    /// Supervisors see the whole, institutions what they are a party of.
    static func scope(of visitor: Visitor) throws -> FiguresScope {
        let organisation = visitor.organisation
        if organisation.kind == .supervisor { return .whole }
        let party = Party.allCases.first { $0.kind.rawValue == organisation.kind.rawValue }
        guard let party, let institution = organisation.institution else { throw RequestRefusal.forbidden }
        return .party(party, institution)
    }

    /// The records of which figure.
    ///
    /// - Parameter guarantors: those of the scope, by code.
    func question(_ ask: Ask, _ guarantors: [String: ID<Institution>]) throws -> FiguresQuestion {
        let word = ask.query["figure"] ?? ""
        guard let measure = FiguresMeasure(word: word) else { throw FiguresRefusal.unknownFigure(word) }
        var question = FiguresQuestion(measure: measure, day: day, scope: scope)
        if let text = ask.query["month"] {
            guard let month = FormMonth(text) else { throw FiguresRefusal.notAMonth(text) }
            question.from = month.first
            question.day = min(month.last, day)
        }
        if let city = ask.query["city"] { question.place = try Self.place(city) }
        if let code = ask.query["guarantor"] {
            guard let guarantor = guarantors[code] else { throw NotFound.institution(code) }
            question.guarantor = guarantor
        }
        return question
    }

    private static func place(_ text: String) throws -> FiguresQuestion.Place {
        if text == "none" { return .elsewhere }
        guard let city = Division.cities.first(where: { $0.code.description == text }) else {
            throw FiguresRefusal.unknownCity(text)
        }
        return .city(city.code)
    }
}

/// Addresses of the records behind figures.
enum FiguresLink {
    static func page(_ day: Day) -> String { "/figures?as_of=\(day)" }

    static func records(
        _ measure: FiguresMeasure, _ day: Day, city: String? = nil, guarantor: String? = nil,
        month: FormMonth? = nil
    ) -> String {
        let query = Query().setting("figure", measure.word).setting("as_of", day.description)
            .setting("city", city).setting("guarantor", guarantor).setting("month", month?.description)
        return "/figures/records" + query.text
    }

    static func claims(_ day: Day, _ pair: ClaimPair?, _ age: ClaimAge?) -> String {
        let query = Query().setting("as_of", day.description)
            .setting("debtor", pair?.debtor.kind.rawValue).setting("creditor", pair?.creditor.kind.rawValue)
            .setting("age", age?.word)
        return "/figures/claims" + query.text
    }
}
