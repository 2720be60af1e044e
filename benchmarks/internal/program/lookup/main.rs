// Looks keys up in a HashMap, with the loops that the Go programs have.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::HashMap;
use std::hash::Hash;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

struct Counting;

static ALLOCATED: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.fetch_add(layout.size(), Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, p: *mut u8, layout: Layout) {
        unsafe { System.dealloc(p, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Value {
    number: u64,
}

#[inline(never)]
fn apart<K: Hash + Eq>(map: &HashMap<K, Value>, list: &[K]) -> u64 {
    let mut sum = 0u64;
    for k in list {
        if let Some(v) = map.get(k) {
            sum = sum.wrapping_add(v.number);
        }
    }
    sum
}

#[inline(never)]
fn chain<K: Hash + Eq>(map: &HashMap<K, Value>, list: &[K], nothing: u64) -> u64 {
    let mut sum = 0u64;
    let mut number = 0u64;
    let mut i = 0u64;
    while i < list.len() as u64 {
        if let Some(v) = map.get(&list[i as usize]) {
            number = v.number;
            sum = sum.wrapping_add(number);
        }
        i += 1 + (number & nothing);
    }
    sum
}

fn run<K: Hash + Eq + Copy>(keys: &[K], hits: &[K], misses: &[K], sum: u64, rounds: usize, nothing: u64) {
    let before = ALLOCATED.load(Relaxed);
    let begin = Instant::now();
    let map: HashMap<K, Value> = keys.iter().enumerate().map(|(i, k)| (*k, Value { number: i as u64 + 1 })).collect();
    let building = begin.elapsed().as_nanos();
    let allocated = ALLOCATED.load(Relaxed) - before;

    let mut best = [u128::MAX; 3];
    for _ in 0..rounds {
        for j in 0..3 {
            let begin = Instant::now();
            let got = match j {
                0 => apart(black_box(&map), black_box(hits)),
                1 => apart(black_box(&map), black_box(misses)),
                _ => chain(black_box(&map), black_box(hits), black_box(nothing)),
            };
            let took = begin.elapsed().as_nanos();
            assert!(got == if j == 1 { 0 } else { sum }, "what was found is not what was added");
            best[j] = best[j].min(took);
        }
    }
    for b in best {
        println!("{}", b * 1000 / hits.len() as u128); // picoseconds
    }
    println!("{building}\n{allocated}");
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text: &'static str = std::fs::read_to_string(&args[2]).unwrap().leak();
    let rounds: usize = args[3].parse().unwrap();
    let nothing = args.len() as u64 - 4;
    let mut lines = text.lines();
    let head: Vec<u64> = lines.next().unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    let (n, length, sum) = (head[0] as usize, head[1] as usize, head[2]);
    let all: Vec<&str> = lines.collect();
    let (keys, hits, misses) = (&all[..n], &all[n..n + length], &all[n + length..]);
    if args[1] == "words" {
        let words = |list: &[&str]| list.iter().map(|k| k.parse().unwrap()).collect::<Vec<u64>>();
        run(&words(keys), &words(hits), &words(misses), sum, rounds, nothing);
    } else {
        run(keys, hits, misses, sum, rounds, nothing);
    }
}
