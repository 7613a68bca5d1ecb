import Core

/// Expressions of a policy as markup: each name leads to where it is explained on the page.
struct PolicyFormulaMarkup {
    let policy: Policy
    let t: Language
    private let titles: [String: Sentence]
    private let classes: [String: Sentence]

    init(_ policy: Policy, _ t: Language) {
        (self.policy, self.t) = (policy, t)
        var titles: [String: Sentence] = [:]
        for fact in policy.facts.facts { titles[fact.name] = fact.title }
        for series in policy.facts.series { titles[series.name] = series.title }
        for one in policy.parameters { titles[one.name] = one.title }
        for one in policy.definitions { titles[one.name] = one.title }
        self.titles = titles
        classes = Dictionary(policy.classes.map { ($0.word, $0.title) }) { first, _ in first }
    }

    /// The places on the page that names lead to.
    static func anchor(_ name: String) -> String { "name-\(name)" }

    func markup(_ text: String) -> HTML {
        var markup: HTML = "<code>"
        for piece in PolicyFormulaMarkup.pieces(text) {
            if piece.isName, let title = titles[piece.text] {
                markup += "<a href=\"#\(Self.anchor(piece.text))\" title=\"\(t(title))\">\(piece.text)</a>"
            } else {
                markup += HTML(piece.text)
            }
        }
        return markup + "</code>"
    }

    /// The facts and series that a text names.
    func factNames(in text: String) -> [String] {
        PolicyFormulaMarkup.pieces(text).filter(\.isName).map(\.text).filter { name in
            policy.facts[name] != nil || policy.facts.series.contains { $0.name == name }
        }
    }

    /// A word as it is called, where it is one of the class or of a fact.
    func word(_ word: String, of text: String) -> String {
        let fact = policy.facts[text]?.words.first { $0.word == word }
        return (fact?.title ?? classes[word]).map { t($0) } ?? word
    }

    /// Names and all that stands between them; what is quoted is no name.
    private static func pieces(_ text: String) -> [(text: String, isName: Bool)] {
        var pieces: [(text: String, isName: Bool)] = []
        var (isQuoted, current, isName) = (false, "", false)
        for character in text {
            let isPart =
                !isQuoted
                && (character.isASCII && character.isLetter || character == "_"
                    || (isName && character.isASCII && character.isNumber))
            if isPart != isName, !current.isEmpty {
                pieces.append((current, isName))
                current = ""
            }
            isName = isPart
            if character == "'" { isQuoted.toggle() }
            current.append(character)
        }
        if !current.isEmpty { pieces.append((current, isName)) }
        return pieces
    }
}
