import Core

/// What can't be read of what is asked of a list: nothing is shown then, rather than everything as if the
/// filter had been kept.
enum ListFaults {
    /// Characters of a search, for machines.
    static let longestSearch = 75
    /// As much of what was given is shown.
    private static let shownCharacters = 60
    /// Addresses of pages bring these too.
    private static let ofPages: Set<String> = ["limit", "done"]

    /// All that is wrong with an address, in its order; an empty value is no filter. A person's spaces are no
    /// matter, and pages have a number of rows of their own; a machine is told.
    static func find(_ query: Query, in asked: ListQuery, isMachine: Bool) -> [FormRefusal.Problem] {
        guard !query.pairs.isEmpty else { return [] }
        var problems: [FormRefusal.Problem] = []
        var seen: Set<String> = []
        for (name, given) in query.pairs where isMachine || !ofPages.contains(name) {
            let text = isMachine ? given : given.trimmingSpaces()
            if text.isEmpty, mayBeEmpty(name, asked.list) { continue }
            if let sentence = fault(name, text, asked, isMachine) {
                problems.append(.init(field: name, sentence: sentence))
            } else if !seen.insert(name).inserted {
                problems.append(.init(field: name, sentence: QuerySentences.once(name)))
            }
        }
        return problems
    }

    private static func mayBeEmpty(_ name: String, _ list: RecordList) -> Bool {
        ["sort", "after", "before"].contains(name) || list.filters.contains { $0.name == name }
    }

    /// What a list can be sorted by.
    static func sorts(_ list: RecordList) -> [String] {
        list.columns.filter(\.isSortable).flatMap { [$0.name, "-" + $0.name] }
    }

    private static func fault(
        _ name: String, _ text: String, _ asked: ListQuery, _ isMachine: Bool
    ) -> Sentence? {
        switch name {
        case "sort":
            let sorts = sorts(asked.list)
            return sorts.contains(text) ? nil : cannot(Sentence(zh: name, en: name), be: text, ways(sorts))
        case "limit":
            guard Int(text).map(ListQuery.limits.contains) != true else { return nil }
            return cannot(Sentence(zh: name, en: name), be: text, rows)
        case "after", "before":
            guard asked.cursor == nil || asked.query["after"] != nil && asked.query["before"] != nil else {
                return nil
            }
            return cannot(Sentence(zh: name, en: name), be: text, fromTheStart)
        default:
            guard let filter = asked.list.filters.first(where: { $0.name == name }) else {
                return FieldSentences.unknown(name)
            }
            if isMachine, case .search = filter.kind, text.unicodeScalars.count > longestSearch {
                return cannot(filter.title, be: text, shorter)
            }
            return filter.condition(text) == nil ? cannot(filter.title, be: text, filter.kind.mending) : nil
        }
    }

    private static func cannot(_ title: Sentence, be text: String, _ mending: Sentence) -> Sentence {
        let shown = String(text.prefix(shownCharacters))
        return Sentence(
            zh: "“\(title.zh)”不能是“\(shown)”；\(mending.zh)。",
            en: "'\(title.en)' can't be '\(shown)'; \(mending.en).")
    }

    private static func ways(_ sorts: [String]) -> Sentence {
        let names = sorts.filter { !$0.hasPrefix("-") }
        guard !names.isEmpty else {
            return Sentence(zh: "这张表不能另行排序", en: "this list has one order only")
        }
        return Sentence(
            zh: "可按 \(names.joined(separator: "、")) 排序，前加横线为降序",
            en: "sort by \(names.joined(separator: ", ")), with a hyphen before it to descend")
    }

    private static let shorter = Sentence(
        zh: "最多 \(longestSearch) 个字符", en: "at most \(longestSearch) characters")

    private static let rows = Sentence(
        zh: "请写 \(ListQuery.limits.lowerBound) 至 \(ListQuery.limits.upperBound) 的整数",
        en: "write a whole number from \(ListQuery.limits.lowerBound) to \(ListQuery.limits.upperBound)")

    private static let fromTheStart = Sentence(
        zh: "请从第一页开始，用每页给出的链接翻页", en: "begin at the first page and go on by what each page gives")
}

extension RecordList.Filter.Kind {
    /// How an unreadable value is mended.
    fileprivate var mending: Sentence {
        switch self {
        case .search: Sentence(zh: "请换一种写法", en: "write it in another way")
        case .choice(let choices):
            Sentence(
                zh: "可用的值：\(choices.map(\.value).joined(separator: "、"))",
                en: "choose one of \(choices.map(\.value).joined(separator: ", "))")
        case .policy: Sentence(zh: "请在列出的政策中选择", en: "choose one of the policies listed")
        case .day: Sentence(zh: "请写日期，例如 2017-07-19", en: "write a day such as 2017-07-19")
        case .money:
            Sentence(
                zh: "请写金额（元），最多两位小数，例如 1234567.89",
                en: "write an amount in yuan with at most two decimals, such as 1234567.89")
        }
    }
}
