//! Regular expressions of users, in linear time however they are written.
//!
//! One lazy automaton of all expressions reads each line once and says which of them match somewhere; only those look for where. For
//! the ends of matches an expression walks its own automaton, and each step counts: a walk that has to look far beyond each match
//! (`x.*y|x` on a line of x) would begin again behind every one of them, so after [`LOOKS`] steps for each byte of the line the
//! rest of the line is taken whole. On doubt mask; a find-all that restarts is quadratic in any engine.

use aho_corasick::AhoCorasick;
use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::{Anchored, Input, MatchKind, PatternSet};
use regex_syntax::hir::Hir;

use super::document::PatternRule;
use super::masks::Masks;
use super::words;
use crate::detect::text::Range;

/// Bytes that the states of the automaton of all expressions may take. Lines are too varied for the default of 2 MB
/// (`docs/reference/rules.md`).
const CACHE: usize = 16 << 20;
/// Bytes for the states of one expression.
const CACHE_OF_ONE: usize = 1 << 20;
/// The largest automaton of one expression and of all, in bytes.
const LARGEST: (usize, usize) = (1 << 20, 64 << 20);
/// How often each byte of a line may be looked at for one expression.
const LOOKS: usize = 64;

/// All expressions of a file.
pub struct Patterns {
    which: DFA,
    each: Vec<One>,
}

/// The buffers for one thread.
#[derive(Default)]
pub struct Scratch {
    which: Option<(Cache, PatternSet)>,
    each: Vec<Option<OneScratch>>,
}

impl Patterns {
    /// Compiles expressions; `None` if there are none.
    ///
    /// # Errors
    /// The rule of the expression that is too large, or nothing if all together are.
    pub fn new(rules: Vec<PatternRule>) -> Result<Option<Self>, Option<u32>> {
        if rules.is_empty() {
            return Ok(None);
        }
        let hirs: Vec<&Hir> = rules.iter().map(|rule| &rule.hir).collect();
        let nfa = compiled(&hirs, LARGEST.1, false);
        let one = |rule: PatternRule| {
            let place = rule.rule;
            One::new(rule).ok_or(Some(place))
        };
        // Those that are too large alone are told by name.
        let each = rules.into_iter().map(one).collect::<Result<Vec<_>, _>>()?;
        let config = Config::new().match_kind(MatchKind::All).cache_capacity(CACHE).skip_cache_capacity_check(true);
        let which = DFA::builder().configure(config).build_from_nfa(nfa.ok_or(None)?).map_err(|_| None)?;
        Ok(Some(Self { which, each }))
    }

    /// Finds what the expressions match in one line; `found` gets ranges in the line. What stands in a mask is no word before a match.
    pub fn find(&self, line: &[u8], masks: &Masks<'_>, scratch: &mut Scratch, found: &mut impl FnMut(Range, u32)) {
        let fresh = || (self.which.create_cache(), PatternSet::new(self.each.len()));
        let (cache, set) = scratch.which.get_or_insert_with(fresh);
        set.clear();
        // Most lines have nothing, and that is told faster than which expressions match.
        if matches!(self.which.try_search_fwd(cache, &Input::new(line).earliest(true)), Ok(None)) {
            return;
        }
        // An error would mean that the automaton stopped early: then every expression looks for itself.
        let is_whole = self.which.try_which_overlapping_matches(cache, &Input::new(line), set).is_ok();
        if is_whole && set.is_empty() {
            return;
        }
        scratch.each.resize_with(self.each.len(), || None);
        for (index, one) in self.each.iter().enumerate() {
            if !is_whole || regex_automata::PatternID::new(index).is_ok_and(|id| set.contains(id)) {
                let scratch = scratch.each[index].get_or_insert_with(|| one.scratch());
                one.find(line, masks, scratch, &mut |range| found(range, one.rule));
            }
        }
    }
}

/// The automaton of expressions.
fn compiled(hirs: &[&Hir], largest: usize, is_reverse: bool) -> Option<NFA> {
    let config = thompson::Config::new()
        .utf8(false)
        .reverse(is_reverse)
        .nfa_size_limit(Some(largest))
        .which_captures(WhichCaptures::None);
    thompson::Compiler::new().configure(config).build_many_from_hir(hirs).ok()
}

struct One {
    rule: u32,
    ends: DFA,
    starts: DFA,
    group: usize,
    groups: Option<PikeVM>,
    after: Option<(AhoCorasick, usize)>,
}

struct OneScratch {
    ends: Cache,
    starts: Cache,
    groups: Option<pikevm::Cache>,
    /// Where the words that have to stand before a match end.
    words: Vec<usize>,
}

impl One {
    fn new(rule: PatternRule) -> Option<Self> {
        let dfa = |is_reverse: bool, kind: MatchKind| {
            let nfa = compiled(&[&rule.hir], LARGEST.0, is_reverse)?;
            let config = Config::new().match_kind(kind).cache_capacity(CACHE_OF_ONE).skip_cache_capacity_check(true);
            DFA::builder().configure(config).build_from_nfa(nfa).ok()
        };
        let groups = || {
            let config = thompson::Config::new().utf8(false).nfa_size_limit(Some(LARGEST.0));
            let nfa = thompson::Compiler::new().configure(config).build_from_hir(&rule.hir).ok()?;
            PikeVM::new_from_nfa(nfa).ok()
        };
        Some(Self {
            rule: rule.rule,
            ends: dfa(false, MatchKind::LeftmostFirst)?,
            starts: dfa(true, MatchKind::All)?,
            group: rule.group,
            groups: if rule.group > 0 { Some(groups()?) } else { None },
            after: if rule.after.is_empty() { None } else { Some((words::any_case(&rule.after)?, rule.within)) },
        })
    }

    fn scratch(&self) -> OneScratch {
        OneScratch {
            ends: self.ends.create_cache(),
            starts: self.starts.create_cache(),
            groups: self.groups.as_ref().map(PikeVM::create_cache),
            words: Vec::new(),
        }
    }

    fn find(&self, line: &[u8], masks: &Masks<'_>, scratch: &mut OneScratch, found: &mut impl FnMut(Range)) {
        scratch.words.clear();
        if let Some((words, _)) = &self.after {
            let ranges = words::whole(words, line).filter(|(range, _)| masks.trim(line, range.clone()).is_some());
            scratch.words.extend(ranges.map(|(range, _)| range.end));
            if scratch.words.is_empty() {
                return;
            }
        }
        let (mut from, mut steps) = (0, LOOKS * line.len() + 1024);
        while from < line.len() {
            match self.end(line, from, &mut scratch.ends, &mut steps) {
                Ok(None) => return,
                Ok(Some(end)) => {
                    let start = self.start(line, from..end, &mut scratch.starts);
                    if self.follows_word(start, &scratch.words) {
                        found(self.group_of(line, start..end, scratch.groups.as_mut()));
                    }
                    from = end.max(from + 1);
                }
                Err(Spent) => return found(from..line.len()),
            }
        }
    }

    /// The end of the first match that begins at or after `from`.
    fn end(&self, line: &[u8], from: usize, cache: &mut Cache, steps: &mut usize) -> Result<Option<usize>, Spent> {
        let input = Input::new(line).range(from..);
        let mut state = self.ends.start_state_forward(cache, &input).map_err(|_| Spent)?;
        let mut end = None;
        for (at, &byte) in line.iter().enumerate().skip(from) {
            *steps = steps.checked_sub(1).ok_or(Spent)?;
            state = self.ends.next_state(cache, state, byte).map_err(|_| Spent)?;
            if state.is_tagged() {
                match tag(state)? {
                    Tag::Match => end = Some(at),
                    Tag::Dead => return Ok(end),
                    Tag::Other => {}
                }
            }
        }
        let state = self.ends.next_eoi_state(cache, state).map_err(|_| Spent)?;
        Ok(if state.is_match() { Some(line.len()) } else { end })
    }

    /// Where the match that ends at the end of `range` begins; on doubt at the start of the range.
    fn start(&self, line: &[u8], range: Range, cache: &mut Cache) -> usize {
        let from = range.start;
        let input = Input::new(line).range(range).anchored(Anchored::Yes);
        self.starts.try_search_rev(cache, &input).ok().flatten().map_or(from, |half| half.offset())
    }

    fn follows_word(&self, start: usize, words: &[usize]) -> bool {
        let Some((_, within)) = &self.after else { return true };
        let count = words.partition_point(|&end| end <= start);
        count > 0 && start - words[count - 1] <= *within
    }

    /// The group that is masked; the whole match if the group took no part in it.
    fn group_of(&self, line: &[u8], whole: Range, cache: Option<&mut pikevm::Cache>) -> Range {
        let (Some(groups), Some(cache)) = (&self.groups, cache) else { return whole };
        let mut slots = vec![None; (self.group + 1) * 2];
        let input = Input::new(line).range(whole.clone()).anchored(Anchored::Yes);
        groups.search_slots(cache, &input, &mut slots);
        match (slots[self.group * 2], slots[self.group * 2 + 1]) {
            (Some(start), Some(end)) => start.get()..end.get(),
            _ => whole,
        }
    }
}

/// The steps are used up, or the automaton gave up: the rest of the line is masked.
struct Spent;

enum Tag {
    Match,
    Dead,
    Other,
}

fn tag(state: LazyStateID) -> Result<Tag, Spent> {
    if state.is_match() {
        return Ok(Tag::Match);
    }
    if state.is_quit() {
        return Err(Spent);
    }
    Ok(if state.is_dead() { Tag::Dead } else { Tag::Other })
}

/// An automaton would be larger than is allowed.
#[derive(Clone, Copy, Debug)]
pub struct TooLarge;

/// Expressions that have to match a text as a whole.
pub struct Wholes {
    dfa: DFA,
}

impl Wholes {
    /// Compiles expressions; `None` if there are none, an error if they are too large.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn new(hirs: Vec<Hir>) -> Result<Option<Self>, TooLarge> {
        if hirs.is_empty() {
            return Ok(None);
        }
        let end = || Hir::look(regex_syntax::hir::Look::End);
        let hirs: Vec<Hir> = hirs.into_iter().map(|hir| Hir::concat(vec![hir, end()])).collect();
        let hirs: Vec<&Hir> = hirs.iter().collect();
        let nfa = compiled(&hirs, LARGEST.1, false).ok_or(TooLarge)?;
        let config = Config::new().match_kind(MatchKind::All).skip_cache_capacity_check(true);
        DFA::builder().configure(config).build_from_nfa(nfa).map(|dfa| Some(Self { dfa })).map_err(|_| TooLarge)
    }

    /// Whether one of them matches all of `text`.
    pub fn matches(&self, text: &[u8], cache: &mut Option<Cache>) -> bool {
        let cache = cache.get_or_insert_with(|| self.dfa.create_cache());
        let input = Input::new(text).anchored(Anchored::Yes);
        // An error says nothing: what is not known to be allowed is masked.
        self.dfa.try_search_fwd(cache, &input).is_ok_and(|half| half.is_some())
    }
}
