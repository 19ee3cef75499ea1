import type { Random } from "./random.ts";

const FIRST = `Amara Kenji Sofía Liam Priya Mateo Fatima Noah Ingrid Tariq Chloe Dmitri Aaliyah Jonas Mei Rafael Zoë
Samuel Noor Lucas Hana Gabriel Thandiwe Ethan Yuki Omar Isabella Kwame Freya Arjun Camila Elias Nadia Patrick Leilani
Hugo Simone Marcus Anjali Viktor Rosa Darnell Astrid Hiroshi Valentina Cody Imani Stefan Linh Andre Maren Javier Keisha
Tomasz Siobhan Rashid Delia Wyatt Anaïs Bashir Colleen Ravi Estela Nils Monique Ahmed Grace Joaquín Petra Malik Tess
Oskar Renata Caleb Shirin Dante Holly Emeka Ylva Trevor Minh Paloma Grant Adaeze René Kirsten Luca Marisol Dwayne Sunita
Cormac Beatriz Nikolai Jasmine Pavel Winona Hector Selin Bryce Chiara`.split(/\s+/);

const LAST =
  `Adeyemi Moreno Tanaka Okafor Lindqvist Castillo Nguyen Petrov Haddad Kowalski Iyer O'Connell Banerjee Silva
Mbeki Fischer Sandoval Begay Johansson Reyes Park Osei Delgado Whitaker Rahman Novak Ferreira Nakamura Abebe Castellanos
Doyle Ivanova Chavez Schneider Mensah Patel Laurent Boateng Kim Hernández Sokolov Walsh Diallo Bergström Quintero Amari
Thibodeaux Yamada Khan Romano Ortega Ngata Larsen Pacheco Achebe Wójcik Trujillo Singh Moreau Kaplan Vargas Hoffmann
Sato Amadi Gallagher Fuentes Rao Dubois Mwangi Keller Salazar Nilsen Chandra Bianchi Yazzie Farouk Lopes Anders Kobayashi
Montoya Gupta Brennan Nkosi Alvarado Weber Castro Jensen Aziz Romero Kalani Sullivan Tran Popescu Marquez Hughes Eze
Saldana Virtanen Baptiste Cho Rinaldi Holloway Espinoza Mahmoud Kruger Vance Ibarra Takeda Monroe Santos Erdem
Lockhart Fontaine Osman Acosta`.split(/\s+/);

export interface PersonName {
  firstName: string;
  lastName: string;
  email: string;
}

/** Names that are given out once each: no two people of a center can be mistaken for each other. */
export const createNames = (random: Random): (() => PersonName) => {
  const pairs = random.shuffled(FIRST.flatMap((firstName) => LAST.map((lastName) => ({ firstName, lastName }))));
  return () => {
    const name = pairs.pop();
    if (!name) throw new Error("The name lists are used up.");
    const address = [name.firstName, name.lastName].map(asciiLetters).join(".");
    return { ...name, email: `${address}@${random.chance(0.7) ? "example.com" : "example.org"}` };
  };
};

const asciiLetters = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/[^a-z]/giu, "")
    .replaceAll("ł", "l")
    .toLowerCase();

/** Who sends trainees. Invented. */
export const EMPLOYERS = [
  "Front Range Air",
  "Blue Heron Airways",
  "Sawtooth Regional",
  "Prairie Star Airlines",
  "Lodgepole Air Cargo",
  "Red Mesa Charter",
  "Tidewater Connect",
  "Juniper Jet Services",
  "Cascadia Express",
  "Great Divide Airlines",
  "Painted Desert Air",
  "North Fork Aviation",
] as const;
