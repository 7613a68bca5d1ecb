import Core
import Yams

/// Reads the YAML of a mapping into its rules.
struct MappingParser {
    let file: String

    private static let sectionKeys = ["columns", "sheet", "skip_if"]
    private static let columnKeys = [
        "from", "constant", "default", "blank", "money", "percent", "day", "words",
    ]
    private static let readingKeys = ["money", "percent", "day", "words"]
    private static let units = [
        "true": 0, "元": 0, "yuan": 0, "1": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8, "分": -2, "cent": -2,
    ]

    func sections(in yaml: String) throws(MappingRefusal) -> [String: Mapping.Section] {
        var sections: [String: Mapping.Section] = [:]
        for (key, value) in try entries(try root(yaml), of: file) {
            let name = try text(key, of: file)
            guard Mapping.sectionNames.contains(name) else {
                let nearest = nearestName(to: name, among: Mapping.sectionNames)
                throw refusal(key, .unknownSection(name, nearest: nearest))
            }
            sections[name] = try section(name, value)
        }
        return sections
    }

    private func root(_ yaml: String) throws(MappingRefusal) -> Node {
        do {
            guard let node = try Yams.compose(yaml: yaml) else { throw refusal(nil, .wantsMapping(file)) }
            return node
        } catch let refusal as MappingRefusal {
            throw refusal
        } catch let error as YamlError {
            throw syntaxRefusal(error)
        } catch {
            throw MappingRefusal(file: file, line: 0, .syntax("\(error)"))
        }
    }

    private func syntaxRefusal(_ error: YamlError) -> MappingRefusal {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            MappingRefusal(file: file, line: mark.line, .syntax(problem))
        case .duplicatedKeysInMapping(let duplicates, let context):
            MappingRefusal(
                file: file, line: context.mark.line,
                .syntax(duplicates.map { "'\($0)' twice" }.joined(separator: ", ")))
        default: MappingRefusal(file: file, line: 0, .syntax("\(error)"))
        }
    }

    // MARK: Sections

    private func section(_ name: String, _ node: Node) throws(MappingRefusal) -> Mapping.Section {
        var columns: [Mapping.ColumnRule]?
        var skips: [Mapping.SkipRule] = []
        var sheet: String?
        for (key, value) in try entries(node, of: name) {
            switch try known(key, MappingParser.sectionKeys, in: name) {
            case "sheet": sheet = try text(value, of: "sheet")
            case "skip_if": skips = try self.skips(value)
            default: columns = try self.columns(value)
            }
        }
        guard let columns, !columns.isEmpty else { throw refusal(node, .noColumns(name)) }
        let place = "\(file):\(node.mark?.line ?? 0)"
        return Mapping.Section(name: name, sheet: sheet, place: place, columns: columns, skips: skips)
    }

    private func columns(_ node: Node) throws(MappingRefusal) -> [Mapping.ColumnRule] {
        var rules: [Mapping.ColumnRule] = []
        for (key, value) in try entries(node, of: "columns") {
            rules.append(try column(try text(key, of: "columns"), key, value))
        }
        return rules
    }

    /// A column: `name: Their name`, or its keys.
    private func column(
        _ name: String, _ key: Node, _ node: Node
    ) throws(MappingRefusal) -> Mapping.ColumnRule {
        var rule = Mapping.ColumnRule(name: name)
        guard node.mapping != nil else {
            rule.from = try texts(node, of: name)
            return rule
        }
        var readings: [String] = []
        for (key, value) in try entries(node, of: name) {
            let word = try known(key, MappingParser.columnKeys, in: name)
            if MappingParser.readingKeys.contains(word) {
                readings.append(word)
                rule.reading = try reading(word, value)
            } else {
                try set(word, value, of: &rule)
            }
        }
        guard readings.count <= 1 else { throw refusal(key, .readingTwice(name, readings)) }
        guard !rule.from.isEmpty || rule.constant != nil else { throw refusal(key, .sourceMissing(name)) }
        guard rule.from.isEmpty || rule.constant == nil else { throw refusal(key, .sourceTwice(name)) }
        return rule
    }

    private func set(
        _ word: String, _ value: Node, of rule: inout Mapping.ColumnRule
    ) throws(MappingRefusal) {
        switch word {
        case "from": rule.from = try texts(value, of: word)
        case "constant": rule.constant = try text(value, of: word)
        case "default": rule.fallback = try text(value, of: word)
        default: rule.blanks = Set(try texts(value, of: word))
        }
    }

    // MARK: Readings

    private func reading(_ word: String, _ value: Node) throws(MappingRefusal) -> Mapping.Reading {
        switch word {
        case "money": return .money(try money(value))
        case "percent":
            guard try text(value, of: word) == "true" else { throw refusal(value, .badFlag(word)) }
            return .percent(DecimalFormat(exponent: -2, kind: .percent))
        case "day": return .day(try days(value))
        default: return try words(value)
        }
    }

    /// `money: 万元`, or its unit and its decimal mark.
    private func money(_ node: Node) throws(MappingRefusal) -> DecimalFormat {
        var format = DecimalFormat()
        guard node.mapping != nil else {
            format.exponent = try unit(node)
            return format
        }
        for (key, value) in try entries(node, of: "money") {
            if try known(key, ["unit", "decimal"], in: "money") == "unit" {
                format.exponent = try unit(value)
                continue
            }
            let mark = try text(value, of: "decimal")
            guard mark == "." || mark == "," else { throw refusal(value, .badDecimal(mark)) }
            format.decimalMark = mark == "." ? "." : ","
        }
        return format
    }

    private func unit(_ node: Node) throws(MappingRefusal) -> Int {
        let word = try text(node, of: "unit")
        if let power = MappingParser.units[word] { return power }
        guard word.first == "1", word.count <= 9, word.dropFirst().allSatisfy({ $0 == "0" }) else {
            throw refusal(node, .badUnit(word))
        }
        return word.count - 1
    }

    /// Days in ISO are always read, because that is what the dates of a workbook are turned into.
    private func days(_ node: Node) throws(MappingRefusal) -> [DayFormat] {
        var formats = [DayFormat.iso]
        for pattern in try texts(node, of: "day") {
            guard let format = DayFormat(pattern) else { throw refusal(node, .badDayFormat(pattern)) }
            formats.append(format)
        }
        return formats
    }

    private func words(_ node: Node) throws(MappingRefusal) -> Mapping.Reading {
        var words: [String: String] = [:]
        for (key, value) in try entries(node, of: "words") {
            words[try text(key, of: "words")] = try text(value, of: "words")
        }
        let other = words.removeValue(forKey: "*")
        return .words(words, other: other)
    }

    private func skips(_ node: Node) throws(MappingRefusal) -> [Mapping.SkipRule] {
        guard let items = node.sequence else { throw refusal(node, .skipNeedsColumn) }
        var rules: [Mapping.SkipRule] = []
        for item in items { rules.append(try skip(item)) }
        return rules
    }

    private func skip(_ node: Node) throws(MappingRefusal) -> Mapping.SkipRule {
        var column: String?
        var test: (values: Set<String>, isOneOf: Bool)?
        for (key, value) in try entries(node, of: "skip_if") {
            let word = try known(key, ["column", "is", "is_not", "empty"], in: "skip_if")
            switch word {
            case "column": column = try text(value, of: word)
            case "empty":
                guard try text(value, of: word) == "true" else { throw refusal(value, .badFlag(word)) }
                test = ([""], true)
            default: test = (Set(try texts(value, of: word)), word == "is")
            }
        }
        guard let column else { throw refusal(node, .skipNeedsColumn) }
        guard let test else { throw refusal(node, .skipNeedsTest) }
        return Mapping.SkipRule(column: column, values: test.values, isOneOf: test.isOneOf)
    }

    // MARK: Nodes

    private func entries(_ node: Node, of name: String) throws(MappingRefusal) -> [(Node, Node)] {
        guard let mapping = node.mapping else { throw refusal(node, .wantsMapping(name)) }
        return mapping.map { ($0.key, $0.value) }
    }

    private func text(_ node: Node, of name: String) throws(MappingRefusal) -> String {
        guard let scalar = node.scalar else { throw refusal(node, .wantsText(name)) }
        return scalar.string
    }

    private func texts(_ node: Node, of name: String) throws(MappingRefusal) -> [String] {
        if let scalar = node.scalar { return [scalar.string] }
        guard let items = node.sequence, !items.isEmpty else { throw refusal(node, .wantsTexts(name)) }
        var texts: [String] = []
        for item in items { texts.append(try text(item, of: name)) }
        return texts
    }

    private func known(_ key: Node, _ allowed: [String], in place: String) throws(MappingRefusal) -> String {
        let word = try text(key, of: place)
        guard allowed.contains(word) else {
            let nearest = nearestName(to: word, among: allowed)
            throw refusal(key, .unknownKey(word, in: place, allowed: allowed, nearest: nearest))
        }
        return word
    }

    private func refusal(_ node: Node?, _ mistake: MappingRefusal.Mistake) -> MappingRefusal {
        MappingRefusal(file: file, line: node?.mark?.line ?? 0, mistake)
    }
}
