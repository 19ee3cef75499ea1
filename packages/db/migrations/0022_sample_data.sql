-- What a sandbox is filled with, at its creation and by each reset: a center finds in it what it does itself.
alter table centers add column sample_data text not null default 'training-center'
  constraint centers_sample_data_check check (sample_data in ('training-center', 'carrier'));
