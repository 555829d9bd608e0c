//! Languages of templates.

open_enum! {
    /// The language of a template, by its code, whose letter case counts. A code that is not named here
    /// is sent as it is.
    ///
    /// ```
    /// use wazzup_whatsapp_types::template::Language;
    ///
    /// assert_eq!(Language::from("en_GB"), Language::EnglishGb);
    /// assert_eq!(Language::from("eo").as_str(), "eo");
    /// ```
    ///
    /// See [Supported languages](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/supported-languages).
    pub enum Language {
        /// Afrikaans.
        Afrikaans = "af",
        /// Albanian.
        Albanian = "sq",
        /// Arabic.
        Arabic = "ar",
        /// Arabic of Egypt.
        ArabicEg = "ar_EG",
        /// Arabic of the United Arab Emirates.
        ArabicAe = "ar_AE",
        /// Arabic of Lebanon.
        ArabicLb = "ar_LB",
        /// Arabic of Morocco.
        ArabicMa = "ar_MA",
        /// Arabic of Qatar.
        ArabicQa = "ar_QA",
        /// Arabic of Saudi Arabia.
        ArabicSa = "ar_SA",
        /// Azerbaijani.
        Azerbaijani = "az",
        /// Bengali.
        Bengali = "bn",
        /// Bulgarian.
        Bulgarian = "bg",
        /// Catalan.
        Catalan = "ca",
        /// Chinese of mainland China.
        ChineseCn = "zh_CN",
        /// Chinese of Hong Kong.
        ChineseHk = "zh_HK",
        /// Chinese of Taiwan.
        ChineseTw = "zh_TW",
        /// Croatian.
        Croatian = "hr",
        /// Czech.
        Czech = "cs",
        /// Danish.
        Danish = "da",
        /// Dutch.
        Dutch = "nl",
        /// English.
        English = "en",
        /// English of the United Kingdom.
        EnglishGb = "en_GB",
        /// English of the United States.
        EnglishUs = "en_US",
        /// English of Australia.
        EnglishAu = "en_AU",
        /// English of Canada.
        EnglishCa = "en_CA",
        /// English of India.
        EnglishIn = "en_IN",
        /// Estonian.
        Estonian = "et",
        /// Filipino.
        Filipino = "fil",
        /// Finnish.
        Finnish = "fi",
        /// French.
        French = "fr",
        /// French of Canada.
        FrenchCa = "fr_CA",
        /// French of Belgium.
        FrenchBe = "fr_BE",
        /// Georgian.
        Georgian = "ka",
        /// German.
        German = "de",
        /// Greek.
        Greek = "el",
        /// Gujarati.
        Gujarati = "gu",
        /// Hausa.
        Hausa = "ha",
        /// Hebrew.
        Hebrew = "he",
        /// Hindi.
        Hindi = "hi",
        /// Hungarian.
        Hungarian = "hu",
        /// Indonesian.
        Indonesian = "id",
        /// Irish.
        Irish = "ga",
        /// Italian.
        Italian = "it",
        /// Japanese.
        Japanese = "ja",
        /// Kannada.
        Kannada = "kn",
        /// Kazakh.
        Kazakh = "kk",
        /// Kinyarwanda of Rwanda.
        KinyarwandaRw = "rw_RW",
        /// Korean.
        Korean = "ko",
        /// Kyrgyz of Kyrgyzstan.
        KyrgyzKg = "ky_KG",
        /// Lao.
        Lao = "lo",
        /// Latvian.
        Latvian = "lv",
        /// Lithuanian.
        Lithuanian = "lt",
        /// Macedonian.
        Macedonian = "mk",
        /// Malay.
        Malay = "ms",
        /// Malayalam.
        Malayalam = "ml",
        /// Marathi.
        Marathi = "mr",
        /// Norwegian.
        Norwegian = "nb",
        /// Persian.
        Persian = "fa",
        /// Polish.
        Polish = "pl",
        /// Portuguese of Brazil.
        PortugueseBr = "pt_BR",
        /// Portuguese of Portugal.
        PortuguesePt = "pt_PT",
        /// Punjabi.
        Punjabi = "pa",
        /// Romanian.
        Romanian = "ro",
        /// Russian.
        Russian = "ru",
        /// Serbian.
        Serbian = "sr",
        /// Slovak.
        Slovak = "sk",
        /// Slovenian.
        Slovenian = "sl",
        /// Spanish.
        Spanish = "es",
        /// Spanish of Argentina.
        SpanishAr = "es_AR",
        /// Spanish of Spain.
        SpanishEs = "es_ES",
        /// Spanish of Mexico.
        SpanishMx = "es_MX",
        /// Spanish of Chile.
        SpanishCl = "es_CL",
        /// Spanish of Colombia.
        SpanishCo = "es_CO",
        /// Spanish of Peru.
        SpanishPe = "es_PE",
        /// Spanish of Venezuela.
        SpanishVe = "es_VE",
        /// Swahili.
        Swahili = "sw",
        /// Swedish.
        Swedish = "sv",
        /// Tamil.
        Tamil = "ta",
        /// Telugu.
        Telugu = "te",
        /// Thai.
        Thai = "th",
        /// Turkish.
        Turkish = "tr",
        /// Ukrainian.
        Ukrainian = "uk",
        /// Urdu.
        Urdu = "ur",
        /// Uzbek.
        Uzbek = "uz",
        /// Vietnamese.
        Vietnamese = "vi",
        /// Zulu.
        Zulu = "zu",
    }
}
