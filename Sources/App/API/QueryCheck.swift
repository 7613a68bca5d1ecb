import Core
import Storage

/// What a machine asks for behind the question mark: it is told what is not understood; a page forgives.
extension Ask {
    /// Refuses names that the address does not know, and those that are given twice.
    func checkNames(_ known: [String]) throws {
        var seen: Set<String> = []
        let problems = query.pairs.compactMap { name, _ -> FormRefusal.Problem? in
            guard known.contains(name) else {
                return .init(field: name, sentence: FieldSentences.unknown(name))
            }
            return seen.insert(name).inserted ? nil : .init(field: name, sentence: QuerySentences.once(name))
        }
        guard problems.isEmpty else { throw FormRefusal(problems: problems) }
    }

    /// The day that was asked for; nil without one.
    func askedDay(_ name: String) throws -> Day? {
        guard let text = query[name] else { return nil }
        guard let day = Day(text) else { throw QuerySentences.refusal(name, text) }
        return day
    }

    /// A period of the query, without the faults that a page would show at its fields.
    var askedPeriod: Period {
        get throws {
            let period = Period(self)
            guard period.problems.isEmpty else {
                throw FormRefusal(
                    problems: period.problems.sorted { $0.key < $1.key }.map {
                        .init(field: $0.key, sentence: $0.value)
                    })
            }
            return period
        }
    }
}

enum QuerySentences {
    static func once(_ name: String) -> Sentence {
        let shown = String(name.prefix(60))
        return Sentence(zh: "“\(shown)”只能写一次。", en: "'\(shown)' may be given once only.")
    }

    static func refusal(_ name: String, _ value: String) -> FormRefusal {
        let shown = String(value.prefix(60))
        return FormRefusal(problems: [
            .init(
                field: name,
                sentence: Sentence(zh: "“\(name)”不能是“\(shown)”。", en: "'\(name)' can't be '\(shown)'."))
        ])
    }
}

/// One page of what is worked out as a whole: the items after the cursor, and where the next begins.
struct PageOfItems<Item> {
    let items: [Item]
    let next: Int?

    /// The names of the query that say which page.
    static var names: [String] { ["limit", "after"] }

    /// - Parameter all: in an order that stays; the cursor counts them.
    init(_ all: [Item], _ ask: Ask) throws {
        var limit = ListQuery.usualLimit
        if let text = ask.query["limit"] {
            guard let rows = Int(text), ListQuery.limits.contains(rows) else {
                throw QuerySentences.refusal("limit", text)
            }
            limit = rows
        }
        var start = 0
        if let text = ask.query["after"] {
            guard let place = Int(text), place >= 0 else { throw QuerySentences.refusal("after", text) }
            start = min(place, all.count)
        }
        items = Array(all[start...].prefix(limit))
        next = start + items.count < all.count ? start + items.count : nil
    }

    var nextJSON: JSON { next.map { .string(String($0)) } ?? .null }
}

extension RouteDescription.Parameter {
    /// Which page of a list that is worked out as a whole.
    static let pageOfItems: [Self] = [
        query(
            "limit", Sentence(zh: "每页行数", en: "Rows on a page"),
            .schema(
                "integer",
                [
                    "minimum": .number(Int64(ListQuery.limits.lowerBound)),
                    "maximum": .number(Int64(ListQuery.limits.upperBound)),
                    "default": .number(Int64(ListQuery.usualLimit)),
                ])),
        query(
            "after", Sentence(zh: "上一次回答中的 next", en: "What an answer gave as 'next'"),
            .schemaPattern("^[0-9]{1,9}$")),
    ]

    static let period: [Self] = [
        query(
            "from", Sentence(zh: "起始日，不写为年初", en: "From; the first of the year where none is given"),
            .schemaDay),
        query("until", Sentence(zh: "终止日，不写为业务日", en: "Until; today where none is given"), .schemaDay),
    ]
}

extension JSON {
    /// One page of items with where the next begins.
    static func schemaPage(_ item: JSON) -> JSON {
        schemaObject([("items", schemaList(item)), ("next", schema("string").orNull())])
    }
}

/// Versions of records that have none of their own: drawn from what they say.
enum ContentVersion {
    /// A number above zero that differs whenever the text does.
    static func of(_ text: String) -> Int64 {
        let hash = AuditChain.hash(Array(text.utf8), after: [])
        return hash.prefix(7).reduce(Int64(0)) { $0 << 8 | Int64($1) } + 1
    }
}
