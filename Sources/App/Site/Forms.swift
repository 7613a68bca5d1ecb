import Core

/// How forms look: a label above each field, its hint below, and what is wrong where it is wrong.
enum Forms {
    /// The word that shows that a form came from this session.
    static func word(_ ask: Ask) -> HTML {
        "<input type=\"hidden\" name=\"form_word\" value=\"\(ask.visitor?.formWord ?? "")\">"
    }

    static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }

    /// All fields, filled with what was entered or what they begin with.
    static func fields(
        _ fields: [FormField], entered: ((String) -> String)?, _ refusal: FormRefusal?, _ language: Language
    ) -> HTML {
        fields.map { field in
            let problem = refusal?.problems.first { $0.field == field.name }?.sentence
            return Forms.field(field, value: entered?(field.name) ?? field.value, problem, language)
        }.joined()
    }

    /// A list of what is wrong at the top, each linked to its field.
    static func summary(_ refusal: (any Refusal)?, _ language: Language) -> HTML? {
        guard let refusal else { return nil }
        guard let form = refusal as? FormRefusal else {
            return "<p class=\"problem\" role=\"alert\">\(language(refusal.sentence))</p>"
        }
        let items = form.problems.map { problem -> HTML in
            "<li><a href=\"#field-\(problem.field)\">\(language(problem.sentence))</a></li>"
        }
        return """
            <div class="problem" role="alert"><p>\(language("还有几处需要更正：", "A few things need mending:"))</p>
            <ul>\(items)</ul></div>
            """
    }

    private static func field(
        _ field: FormField, value: String, _ problem: Sentence?, _ language: Language
    ) -> HTML {
        let id = "field-\(field.name)"
        var described: [String] = []
        var notes = HTML()
        if let hint = field.hint {
            described.append("\(id)-hint")
            notes += "<span class=\"hint\" id=\"\(id)-hint\">\(language(hint))</span>"
        }
        if let problem {
            described.append("\(id)-problem")
            notes += "<span class=\"wrong\" id=\"\(id)-problem\">\(language(problem))</span>"
        }
        var attributes: HTML = "id=\"\(id)\" name=\"\(field.name)\""
        if !described.isEmpty { attributes += " aria-describedby=\"\(described.joined(separator: " "))\"" }
        if problem != nil { attributes += " aria-invalid=\"true\"" }
        if field.isRequired, !isTick(field) { attributes += " required" }
        let label: HTML = """
            <label for="\(id)">\(language(field.title))\(
                field.isRequired || isTick(field) ? "" : language("（选填）", " (optional)"))</label>
            """
        if isTick(field) {
            let mark: HTML = value == "yes" ? " checked" : ""
            return """
                <p class="field tick">
                <input type="checkbox" value="yes" \(attributes)\(mark)> \(label)\(notes)</p>
                """
        }
        return "<p class=\"field\">\(label)\(control(field, attributes, value, language))\(notes)</p>"
    }

    private static func isTick(_ field: FormField) -> Bool {
        if case .yes = field.kind { true } else { false }
    }

    private static func control(
        _ field: FormField, _ attributes: HTML, _ value: String, _ language: Language
    ) -> HTML {
        switch field.kind {
        case .money:
            """
            <span class="unit"><input class="number" inputmode="decimal" autocomplete="off" \(attributes) \
            value="\(value)"> <span>\(language("元", "yuan"))</span></span>
            """
        case .rate:
            """
            <input class="number short" inputmode="decimal" autocomplete="off" \(attributes) value="\(value)">
            """
        case .number:
            """
            <input class="number short" inputmode="numeric" autocomplete="off" \(attributes) value="\(value)">
            """
        case .day:
            "<input type=\"date\" \(attributes) value=\"\(value)\">"
        case .text:
            "<input autocomplete=\"off\" \(attributes) value=\"\(value)\">"
        case .note:
            "<textarea rows=\"3\" \(attributes)>\(value)</textarea>"
        case .choice(let choices):
            """
            <select \(attributes)>\(options(choices, value, isOptional: !field.isRequired, language))</select>
            """
        case .yes:
            HTML()
        }
    }

    static func options(
        _ choices: [FormField.Choice], _ value: String, isOptional: Bool, _ language: Language
    ) -> HTML {
        var options: HTML = isOptional || value.isEmpty ? "<option value=\"\"></option>" : ""
        for choice in choices {
            let mark: HTML = choice.value == value ? " selected" : ""
            options += "<option value=\"\(choice.value)\"\(mark)>\(language(choice.title))</option>"
        }
        return options
    }
}
