/// Faults of the file's layout: keys, texts, lists, titles, citations.

/// `“a”` or `"a"` in a list.
private func listed(_ names: some Sequence<String>, _ separator: String) -> String {
    names.map { "'\($0)'" }.joined(separator: separator)
}

private func nearestZh(_ nearest: String?) -> String { nearest.map { "；最接近的是“\($0)”" } ?? "" }
private func nearestEn(_ nearest: String?) -> String { nearest.map { "; the nearest is '\($0)'" } ?? "" }

extension PolicyFault {
    public static func unreadable(_ detail: String) -> PolicyFault {
        PolicyFault(
            "unreadable", zh: "不是可读的 YAML（\(detail)）；请检查缩进、冒号、引号与括号。",
            en: "This is not readable YAML (\(detail)); check indentation, colons, quotes and brackets.")
    }

    public static func fileTooLarge(_ limit: Int) -> PolicyFault {
        PolicyFault(
            "file_too_large", zh: "文件超过 \(limit) 字节，读取会过慢；请拆成几个政策文件。",
            en: "The file exceeds \(limit) bytes and would take too long to read; split it.")
    }

    public static func nestedTooDeep(_ limit: Int) -> PolicyFault {
        PolicyFault(
            "nested_too_deep", zh: "嵌套超过 \(limit) 层，无人能读；请展平这一部分。",
            en: "Parts are nested more than \(limit) deep, which nobody can read; flatten this part.")
    }

    public static let aliasUsed = PolicyFault(
        "alias_used", zh: "不支持 YAML 的锚与别名（& 与 *），政策须逐字可读；请写出内容，乘号两侧留空格。",
        en:
            "Anchors and aliases of YAML (& and *) are not read, so that every policy stands as "
            + "written; write it "
            + "out, and put spaces around a times sign.")

    static func wants(_ what: Layout, of name: String) -> PolicyFault {
        PolicyFault(
            "wants_\(what.rawValue)", zh: "“\(name)”应为\(what.zh)，这里写的是别的形式；请改写。",
            en: "'\(name)' must be \(what.en), and is something else here; write it so.")
    }

    enum Layout: String {
        case text, list, mapping

        var zh: String {
            switch self {
            case .text: "一段文字"
            case .list: "列表"
            case .mapping: "带名称的各项"
            }
        }

        var en: String {
            switch self {
            case .text: "a text"
            case .list: "a list"
            case .mapping: "named parts"
            }
        }
    }

    static func keyUnknown(_ key: String, in name: String, among keys: [String]) -> PolicyFault {
        let nearest = nearestName(to: key, among: keys)
        return PolicyFault(
            "key_unknown",
            zh: "“\(name)”中没有“\(key)”这一项，写了也不起作用\(nearestZh(nearest))；可用：\(keys.joined(separator: "、"))。",
            en: "'\(name)' knows no '\(key)', so it would do nothing\(nearestEn(nearest)); it takes "
                + "\(keys.joined(separator: ", ")).")
    }

    static func keyMissing(_ key: String, in name: String) -> PolicyFault {
        PolicyFault(
            "key_missing", zh: "“\(name)”缺少“\(key)”，没有它无法判断；请补上。",
            en: "'\(name)' lacks '\(key)', without which it means nothing; add it.")
    }

    static func oneOf(_ keys: [String], in name: String) -> PolicyFault {
        PolicyFault(
            "one_of", zh: "“\(name)”应当且只能写 \(keys.joined(separator: "、")) 之一，否则含义不定；请只留一项。",
            en:
                "'\(name)' needs exactly one of \(keys.joined(separator: ", ")), else its meaning is "
                + "open; keep one."
        )
    }

    static func nameTwice(_ name: String, before: TextPlace?) -> PolicyFault {
        let zh = before.map { "（第 \($0.line) 行）" } ?? ""
        let en = before.map { " (line \($0.line))" } ?? ""
        return PolicyFault(
            "name_twice", zh: "“\(name)”已另有所指\(zh)，同名会混淆；请换一个名称。",
            en:
                "'\(name)' already stands for something else\(en), and two of a name would be "
                + "mistaken; rename one."
        )
    }

    static func nameIllFormed(_ name: String) -> PolicyFault {
        PolicyFault(
            "name_ill_formed", zh: "名称“\(name)”不可用，表达式无法引用；请用小写字母开头的小写字母、数字与下划线，且不用保留词。",
            en:
                "The name '\(name)' can't be used in expressions; write lower-case letters, digits "
                + "and _, beginning "
                + "with a letter, and no word of the language.")
    }

    static func citeMissing(_ name: String) -> PolicyFault {
        PolicyFault(
            "cite_missing", zh: "“\(name)”没有依据，读者无从核对；请加上 cite: {document: …, article: …}。",
            en: "'\(name)' cites nothing, so nobody can check it; add \"cite: {document: …, article: …}\".")
    }

    static func documentUnknown(_ id: String, among ids: [String]) -> PolicyFault {
        PolicyFault(
            "document_unknown",
            zh: "document 中没有编号“\(id)”的文件\(nearestZh(nearestName(to: id, among: ids)))；请在文件开头的 document 列出它。",
            en: "No document has the id '\(id)'\(nearestEn(nearestName(to: id, among: ids))); list it under "
                + "'document' at the head of the file.")
    }

    static func choiceUnknown(_ word: String, of name: String, among words: [String]) -> PolicyFault {
        PolicyFault(
            "choice_unknown",
            zh:
                "“\(name)”不能是“\(word)”\(nearestZh(nearestName(to: word, among: words)))；"
                + "可选：\(words.joined(separator: "、"))。",
            en:
                "'\(name)' can't be '\(word)'\(nearestEn(nearestName(to: word, among: words))); "
                + "choose one of "
                + "\(words.joined(separator: ", ")).")
    }

    static func tooMany(_ what: String, _ limit: Int) -> PolicyFault {
        PolicyFault(
            "too_many", zh: "“\(what)”多于 \(limit) 项，判断会过慢；请合并或拆分政策。",
            en:
                "'\(what)' has more than \(limit) parts, which would be too slow to decide; join them "
                + "or split the "
                + "policy.")
    }

    static func nameUnknown(_ name: String, among names: some Sequence<String>) -> PolicyFault {
        let nearest = nearestName(to: name, among: names)
        return PolicyFault(
            "name_unknown", zh: "没有名为“\(name)”的事实、参数、定义或条件\(nearestZh(nearest))；请改正名称，或先声明它。",
            en:
                "There is no fact, parameter, definition or condition '\(name)'\(nearestEn(nearest)); "
                + "correct the "
                + "name, or declare it first.")
    }

    static func functionUnknown(_ name: String, among names: [String]) -> PolicyFault {
        let nearest = nearestName(to: name, among: names)
        return PolicyFault(
            "function_unknown", zh: "没有函数“\(name)”\(nearestZh(nearest))；可用：\(names.joined(separator: "、"))。",
            en:
                "There is no function '\(name)'\(nearestEn(nearest)); there are "
                + "\(names.joined(separator: ", "))."
        )
    }

    static func wordUnknown(_ word: String, among words: [String]) -> PolicyFault {
        let nearest = nearestName(to: word, among: words)
        return PolicyFault(
            "word_unknown",
            zh:
                "“\(word)”不在可用的词之中，比较永不成立\(nearestZh(nearest))；"
                + "可用：\(words.prefix(30).joined(separator: "、"))。",
            en:
                "'\(word)' is none of the words that it could be, so it would never "
                + "hold\(nearestEn(nearest)); there "
                + "are \(listed(words.prefix(30), ", ")).")
    }
}

extension PolicyFault {
    public static let factsMissing = PolicyFault(
        "facts_missing", zh: "文件夹中没有 facts.yaml，政策无事实可用；请放入声明事实的 facts.yaml。",
        en: "There is no facts.yaml, so policies have no facts to speak of; put one there.")

    public static let folderUnreadable = PolicyFault(
        "folder_unreadable", zh: "无法读取政策文件夹或文件；请检查路径与权限，文件至多 500 个。",
        en:
            "The folder or file of policies can't be read; check its path and permissions, and that "
            + "there are at most "
            + "500 files.")

    public static func policyMissing(_ id: String, _ ids: [String]) -> PolicyFault {
        let nearest = nearestName(to: id, among: ids)
        return PolicyFault(
            "policy_missing", zh: "案例所属的政策“\(id)”不存在\(nearestZh(nearest))；请改正 policy 一项。",
            en: "The policy '\(id)' of these cases does not exist\(nearestEn(nearest)); correct 'policy'.")
    }

    public static func policyTwice(_ id: String, _ day: Day, _ file: String) -> PolicyFault {
        PolicyFault(
            "policy_twice", zh: "政策“\(id)”在 \(day) 有两个文件同时施行（另见 \(file)）；请给较早的一个写上 until。",
            en:
                "The policy '\(id)' is in force by two files on \(day) (the other is \(file)); give "
                + "the earlier one an "
                + "'until'.")
    }
}
